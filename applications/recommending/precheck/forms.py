"""The pre-check sheet as a form: yes, no or nothing yet for every condition and material, and a remark (REC-2)."""

from django import forms
from django.forms import BoundField

from applications.models import PreCheck, Revision
from applications.recommending.precheck.lines import Line, finding_of, lines_of, said

ANSWERS = [("yes", "是"), ("no", "否")]
MET = {"yes": True, "no": False, "": None}
WORD = {True: "yes", False: "no", None: ""}


class PreCheckForm(forms.Form):
    """The lines of the sheet. Nothing is required: the sheet is kept as far as it is filled in.

    Args:
        precheck: what is kept so far.
        earlier: the sheet over the version before, to be read beside each line.
        begun: what is carried over from it (``prechecks_carried``): shown while nothing is kept.
    """

    marks_optional = False
    use_required_attribute = False

    def __init__(
        self,
        *args,
        revision: Revision,
        precheck: PreCheck | None,
        earlier: PreCheck | None = None,
        begun: PreCheck | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.earlier, self.begun, self.shown = earlier, begun, precheck or begun
        self.lines = lines_of(revision)
        for line in self.lines:
            kept = finding_of(self.shown, line)
            self.fields[self._name(line, "met")] = forms.ChoiceField(
                label=line.text,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                initial=WORD[kept["met"]],
            )
            self.fields[self._name(line, "remark")] = forms.CharField(
                label=f"{line.text}：说明",
                max_length=500,
                required=False,
                initial=kept["remark"],
                widget=forms.Textarea(attrs={"rows": 1, "placeholder": "说明"}),
            )

    @staticmethod
    def _name(line: Line, what: str) -> str:
        return f"{line.kind}_{line.key}_{what}"

    def rows(self, kind: str) -> list[tuple[Line, BoundField, BoundField, str]]:
        """(line, answer, remark, what was said of the version before): the conditions or the ``materials``."""
        return [
            (line, self[self._name(line, "met")], self[self._name(line, "remark")], self._of_before(line))
            for line in self.lines
            if line.kind == kind
        ]

    def _of_before(self, line: Line) -> str:
        """What was said of the version before, and whether the answer shown is that one."""
        words = said(self.earlier, line)
        if not words:
            return ""
        sentence = f"第 {self.earlier.revision.number} 版的初审：{words}"
        taken = finding_of(self.begun, line)
        if taken["met"]:
            return f"沿用{sentence}" if taken == finding_of(self.shown, line) else sentence
        changed = finding_of(self.earlier, line)["met"]
        return f"{sentence}（此后有改动或意见，请重新核对）" if changed else sentence

    @property
    def opinion_from(self) -> int | None:
        """The number of the version whose drafted opinion is shown; None when it is another one or none."""
        wording = self.shown and self.shown.opinion.get("recommender_opinion")
        same = wording and self.earlier and self.earlier.opinion.get("recommender_opinion") == wording
        return self.earlier.revision.number if same else None

    @property
    def conditions(self) -> list[tuple[Line, BoundField, BoundField, str]]:
        """The rows of the conditions."""
        return self.rows("findings")

    @property
    def materials(self) -> list[tuple[Line, BoundField, BoundField, str]]:
        """The rows of the material list."""
        return self.rows("materials")

    def anchor(self, line: Line, what: str) -> str:
        """The HTML id of the answer (``met``) or the ``remark`` of a line."""
        return self[self._name(line, what)].auto_id

    def found(self, kind: str) -> dict:
        """What was filled in, as ``actions_precheck.save_precheck`` takes it; what was left out is not in it."""
        filled = {}
        for line in self.lines:
            met = MET[self.cleaned_data[self._name(line, "met")]]
            remark = self.cleaned_data[self._name(line, "remark")]
            if line.kind == kind and (met is not None or remark):
                filled[line.key] = {"met": met, "remark": remark}
        return filled
