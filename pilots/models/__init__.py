"""Pilots and everything of their lives: what is written and handed in, targets, evaluations, endings, support."""

from pilots.models.certificate import Certificate
from pilots.models.ending import TitleProposal, Withdrawal
from pilots.models.evaluation import Evaluation, EvaluationCondition, EvaluationFile, FoundValue
from pilots.models.pilot import Pilot
from pilots.models.submission import ReviewRemark, Submission, SubmissionFile, SubmissionVersion
from pilots.models.support import SupportMeasure
from pilots.models.taking_on import TakingOn
from pilots.models.target import ReportedValue, Target, TargetSet
from pilots.models.terms import LifeTerms
from pilots.models.trial import TrialDay, TrialEvidence

__all__ = [
    "Certificate",
    "Evaluation",
    "EvaluationCondition",
    "EvaluationFile",
    "FoundValue",
    "LifeTerms",
    "Pilot",
    "ReportedValue",
    "ReviewRemark",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
    "SupportMeasure",
    "TakingOn",
    "Target",
    "TargetSet",
    "TitleProposal",
    "TrialDay",
    "TrialEvidence",
    "Withdrawal",
]
