"""The words of the programme and the shape of its records: types, forms, fields, support; what a record of a type holds."""

from dataclasses import dataclass

from django.db import models


class PilotType(models.TextChoices):
    """The three types of pilot (Notice §一)."""

    TECHNOLOGY = "technology", "先进低碳技术试点"
    LEADER = "leader", "低碳领跑者试点"
    ZONE = "zone", "气候友好型区域试点"


class Sheet(models.TextChoices):
    """The four official forms; their keys in ``sheets``."""

    TECHNOLOGY = "technology", "先进低碳技术项目"
    LEADER = "leader", "低碳领跑者"
    PARK = "park", "气候友好型区域（园区）"
    COMMUNITY = "community", "气候友好型区域（街道/乡镇、社区/村）"

    @property
    def pilot_type(self) -> PilotType:
        """The type of pilot that the form applies for; a form that is a type's only one has its key."""
        return PilotType.ZONE if self in (Sheet.PARK, Sheet.COMMUNITY) else PilotType(self.value)


class Field(models.TextChoices):
    """What an application is about: field of technology, sector of a leader, kind of zone."""

    ENERGY = "energy", "绿色低碳能源"
    BUILDING = "building", "低碳建筑"
    TRANSPORT = "transport", "低碳交通"
    NON_CO2 = "non_co2", "非二氧化碳温室气体排放控制"
    SMART = "smart", "能源及碳排放智慧化管理"
    CAPTURE = "capture", "碳捕集利用与封存"
    WASTE = "waste", "城市废弃物循环资源化利用"
    OTHER_TECHNOLOGY = "other_technology", "其他先进低碳技术应用"
    PHARMACY = "pharmacy", "医药制造"
    DATA_CENTRE = "data_centre", "数据中心"
    HOSPITAL = "hospital", "医院"
    OTHER_SECTOR = "other_sector", "其他行业"
    PARK = "park", "园区"
    STREET = "street", "街道/乡镇"
    VILLAGE = "village", "社区/村"


class Support(models.TextChoices):
    """Measures of support for a pilot (AWD-1, Notice §四)."""

    PLAQUE = "plaque", "低碳日授牌"
    PUBLICITY = "publicity", "宣传推广"
    FISCAL = "fiscal", "财政资金支持"
    FINANCE = "finance", "推荐绿色金融支持"
    NATIONAL = "national", "推荐至国家部门评优评先"
    LIBRARY = "library", "纳入绿色企业、绿色项目库"
    TRANSFER = "transfer", "市对区转移支付优先支持"


class Carbon(models.TextChoices):
    """Which carbon figures an applicant enters beside a form; the label is the title of their page."""

    CALCULATION = "calculation", "碳减排量核算"  # A1 项目绩效
    HISTORY = "history", "碳排放数据"  # A2 创建措施和成效


@dataclass(frozen=True)
class Condition:
    """One condition for applying: the applicant confirms it, the screener checks it.

    Attributes:
        text: word for word as the annex has it. note: what the portal adds for the applicant; no part of the quotation.
    """

    key: str
    text: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class Work:
    """What a pilot works on (A3 §二), word for word: ``lead``, then (heading, text) of each item."""

    source: str
    lead: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Material:
    """One line of the material list (MAT-*). ``required`` may depend on the answers: see applications.requirements.

    ``proves``: a supporting proof of those that the notice asks for; none of them at all needs a reason.
    """

    key: str
    name: str
    hint: str
    required: bool
    proves: bool = False


@dataclass(frozen=True)
class Call:
    """What somebody who thinks of applying wants to know about one form.

    Attributes:
        who: who may apply. summary: what is looked for. route: how it reaches the city (REC-1).
        norms: rules "in principle", which do not block. after: what follows selection. support: AWD-1.
    """

    who: str
    summary: str
    route: str
    norms: tuple[str, ...]
    after: tuple[str, ...]
    support: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One thing to see on a site visit: 是, 否 or 未看到. ``aspect`` is its heading, ``source`` where it comes from."""

    key: str
    aspect: str
    text: str
    source: str


STARTER_SCALE = 10  # of every criterion of a starter rubric


@dataclass(frozen=True)
class StarterCriterion:
    """One criterion of a starter rubric. ``high``, ``middle``, ``low``: what earns 9-10, 6-8, 0-5 of ten."""

    name: str
    weight: int
    look: str
    high: str
    middle: str
    low: str

    @property
    def guidance(self) -> str:
        """The guidance as reviewers read it."""
        return f"{self.look}\n9—10 分：{self.high}\n6—8 分：{self.middle}\n0—5 分：{self.low}"


@dataclass(frozen=True)
class FormOfProgramme:
    """What the notice says about one official form.

    Attributes:
        call: how the public pages present it. fields: what an application may be about.
        conditions: ELI-*. work: what its pilots work on, as guidance beside the form; None where the annex has none.
        materials: MAT-*, beside the form itself.
        by_authority: a city industry authority may recommend it, not only the bureau of the district (A3 §三.一).
        counts_for_quota: a recommendation uses one of the recommender's places (REC-3).
        area_km2: norm of the area, least and most; None without one. project_months: norm of the period; None.
        carbon_market: applicants are in principle in a carbon market, and their record there is looked up (A2 §二.3).
        penalties: the clean record includes administrative penalties; an area's does not (A3 §一).
        named_by_project: an application is called by its project, not by its applicant.
        asks_applicant: the form asks for nature and address of the organisation, which the portal knows.
        carbon: the carbon figures entered beside the form; None without any.
        checklist: what a site visit looks at. figures: key paths of answers that it holds against the place.
        evaluated: what an evaluation of its pilots asks item by item; empty where there is none.
    """

    sheet: Sheet
    call: Call
    fields: tuple[Field, ...]
    conditions: tuple[Condition, ...]
    work: Work | None
    materials: tuple[Material, ...]
    by_authority: bool
    counts_for_quota: bool
    area_km2: tuple[int, int] | None
    project_months: int | None
    carbon_market: bool
    penalties: bool
    named_by_project: bool
    asks_applicant: bool
    carbon: Carbon | None
    checklist: tuple[Item, ...]
    figures: tuple[str, ...]
    evaluated: tuple[Item, ...]


@dataclass(frozen=True)
class PlanRule:
    """The plan that a pilot writes. ``before_decision``: its first version is due in the review (REV-4)."""

    name: str
    before_decision: bool


@dataclass(frozen=True)
class Life:
    """The course of a pilot after the decision (programme §3, Life of a pilot).

    Attributes:
        plan: None where the title is granted at once.
        implementing: how long the plan may be carried out, as the pilot's page says it; empty without a plan.
        implementing_months: the same as a norm "in principle"; 0 without a plan.
        trial_months: shortest commissioning and trial operation; 0 without one.
        evaluation: what the city's evaluation before the title is called; empty where the title comes at once.
        report: what a report on the progress is called. report_months: the period of one, unless the plan says otherwise.
        tracked: the city evaluates on a schedule, also after the title (A3 §三.四).
    """

    plan: PlanRule | None
    implementing: str
    implementing_months: int
    trial_months: int
    evaluation: str
    report: str
    report_months: int
    tracked: bool


@dataclass(frozen=True)
class Programme:
    """What the notice says about one type of pilot.

    Attributes:
        number_code: the letters in its numbers (NUM-1). title: what a pilot is awarded, with ``{year}``.
        forms: its official forms. must_be_recommended: no direct route (REC-1); ``routes``: how a card says so.
        may_come_again: an application that was not awarded may come again with less (ELI-R).
        support: measures that its pilots may be given (AWD-1). rubric: the starter rubric (REV-3).
    """

    type: PilotType
    number_code: str
    title: str
    forms: tuple[FormOfProgramme, ...]
    must_be_recommended: bool
    routes: str
    may_come_again: bool
    support: tuple[Support, ...]
    life: Life
    rubric: tuple[StarterCriterion, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Its official forms, by key."""
        return tuple(form.sheet for form in self.forms)

    @property
    def fields(self) -> tuple[Field, ...]:
        """What its applications may be about, form after form."""
        return tuple(field for form in self.forms for field in form.fields)

    @property
    def needs_plan(self) -> bool:
        """Whether its pilots plan before they have their title."""
        return self.life.plan is not None

    @property
    def plan_name(self) -> str:
        """What its plan is called; empty without one."""
        return self.life.plan.name if self.life.plan else ""

    @property
    def plans_before_decision(self) -> bool:
        """Whether its applications write a work plan before they can be selected (REV-4)."""
        return self.life.plan is not None and self.life.plan.before_decision
