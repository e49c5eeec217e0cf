"""Figures that deserve a second look: hints, never blocks (issue: plausibility). One pure function each.

Read from answers as ``sheets`` understands them, and from the calculation sheet. An entry that cannot be understood
gives no hint here: its field says so itself. Shown to the applicant beside the field and on the check page, to recommender
and screener as 系统提示. Nothing here enters a score.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.carbon import history, reduction, sentences, text_figures
from applications.carbon.numbers import quotient, shown
from programme.notice import Carbon, Field, FormOfProgramme, form_of
from sheets.answers import load
from sheets.definitions import Sheet as Form
from sheets.kinds import MonthRange, Raw

TCO2_PER_TCE = (Decimal("1.5"), Decimal("3.5"))
PUE_LIMITS = (  # yearly energy use below so many tonnes of standard coal → PUE at most; programme §5, 规划 专栏1
    (Decimal(10_000), Decimal("1.30")),
    (Decimal(20_000), Decimal("1.25")),
    (Decimal(30_000), Decimal("1.20")),
    (None, Decimal("1.15")),
)
KINDS_OF_ZONE = {
    Field.STREET: ("气候友好型街道", "气候友好型乡镇"),
    Field.VILLAGE: ("气候友好型社区", "气候友好型乡村"),
}
BENEFIT = "performance/emission_benefit"
FIGURE_DIFFERS = "figure_differs"  # told on the page of the sheet too


@dataclass(frozen=True)
class Subject:
    """What is looked at: values by key path (``sheets.answers.Slot.path``), the stored carbon figures, and the field
    (所属领域) that was chosen.
    """

    sheet: str
    values: dict[str, Any]
    carbon: dict
    field: str = ""

    @property
    def form(self) -> FormOfProgramme:
        """What the notice says about the form."""
        return form_of(self.sheet)

    def text(self, path: str) -> str:
        """Return a text answer; empty when there is none."""
        value = self.values.get(path)
        return value if isinstance(value, str) else ""

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Key path and text of every text answer."""
        return ((path, value) for path, value in self.values.items() if isinstance(value, str))

    @property
    def calculation(self) -> reduction.Calculation:
        """The calculation sheet; empty for other forms than the technology's."""
        return reduction.read(self.carbon if self.form.carbon == Carbon.CALCULATION else {})


@dataclass(frozen=True)
class Hint:
    """One hint: the field it stands at (key path; ``carbon`` for the sheet), what was noticed, what to check.

    ``norm`` names the "in principle" rule whose reason is asked for anyway (``rules.norms_outside``).
    """

    key: str
    path: str
    noticed: str
    check: str
    norm: str = ""

    def __str__(self) -> str:
        return f"{self.noticed}{self.check}"


def subject_of(form: Form, answers: dict, carbon: dict, field: str = "") -> Subject:
    """Read answers of any shape for looking at them; what is not understood is left out."""
    answers = answers if isinstance(answers, dict) else {}
    values = {path: value for path, value in load(form, answers).items() if not isinstance(value, Raw)}
    return Subject(form.key, values, carbon if isinstance(carbon, dict) else {}, field)


def hints(subject: Subject) -> list[Hint]:
    """Return all hints, in the order of the checks."""
    return [hint for look in CHECKS for hint in look(subject)]


def coal_ratio(subject: Subject) -> Iterator[Hint]:
    """tCO2 per tce outside 1.5 to 3.5 (issue B 6): of the sheet, else of a text that holds one amount of each."""
    saved, figure = subject.calculation.tce, subject.calculation.total.reduction
    pairs = [("carbon", figure, saved)] if saved and subject.calculation.measures else []
    for path, text in subject.texts:
        _, amounts = text_figures.co2(text)
        coal = text_figures.coal(text)
        if len(amounts) == len(coal) == 1 and coal[0]:
            pairs.append((path, amounts[0], coal[0]))
    low, high = TCO2_PER_TCE
    for path, carbon, coal in pairs:
        if not low * coal <= carbon <= high * coal:
            yield Hint(
                "coal_ratio",
                path,
                f"减排量 {shown(carbon)} 吨与节能量 {shown(coal)} 吨标准煤相比，"
                f"每吨标准煤约合 {quotient(carbon, coal, 2)} 吨二氧化碳，通常在 {low} 至 {high} 之间。",
                "请核对两个数字的单位和统计口径。",
            )


def above_baseline(subject: Subject) -> Iterator[Hint]:
    """Reduction larger than the baseline (issue B 6): per measure of the sheet, and in a text that names both."""
    for measure, sums in subject.calculation.measures.items():
        if sums.reduction > sums.baseline:
            yield Hint(
                "above_baseline",
                "carbon",
                f"「{measure or '未命名措施'}」的减排量 {sums.reduction} 吨大于基准排放 {sums.baseline} 吨。",
                "请核对项目活动数据的正负号；确有外供或抵扣的，请在核算方法说明中写明。",
            )
    baselines, amounts = text_figures.co2(subject.text(BENEFIT))
    if len(baselines) == len(amounts) == 1 and amounts[0] > baselines[0]:
        yield Hint(
            "above_baseline",
            BENEFIT,
            f"文中减排量 {shown(amounts[0])} 吨大于基准排放 {shown(baselines[0])} 吨。",
            "请核对两个数字。",
        )


def no_reduction(subject: Subject) -> Iterator[Hint]:
    """The sheet gives no reduction at all (ELI-T: clear greenhouse-gas reduction)."""
    calculation = subject.calculation
    if calculation.measures and calculation.total.reduction <= 0:
        yield Hint(
            "no_reduction",
            "carbon",
            f"按核算表，项目每年减排 {calculation.total.reduction} 吨，没有减排效果。",
            "请核对基准活动数据和项目活动数据是否填反。",
        )


def figure_differs(subject: Subject) -> Iterator[Hint]:
    """减污降碳效益 names another yearly amount of CO2 than the total of the sheet, by more than 1 % (issue B 6: sums).

    The sentence that was taken over must agree exactly. Figures of single measures may stand beside the total.
    """
    figure = subject.calculation.figure
    if figure is None:
        return
    text = subject.text(BENEFIT)
    taken = [Decimal(match[1]) for match in sentences.REDUCTION.finditer(text)]
    rest = text_figures.yearly_co2(sentences.REDUCTION.sub("", text))
    lines = [line.sums for line in subject.calculation.used if line.sums]
    known = [
        amount
        for sums in (*subject.calculation.measures.values(), *lines)
        for amount in (sums.baseline, sums.project, sums.reduction)
    ]
    odd = [amount for amount in taken if amount != figure]
    odd += [amount for amount in rest if not any(_close(amount, each) for each in (figure, *known))]
    if odd:
        yield Hint(
            FIGURE_DIFFERS,
            BENEFIT,
            f"申报表写的是 {'、'.join(map(shown, dict.fromkeys(odd)))} 吨，核算表合计 {shown(figure)} 吨，请核对。",
            "请以最新的核算结果为准，修改文字或重新带入。",
        )


def _close(amount: Decimal, figure: Decimal) -> bool:
    return abs(amount - figure) * 100 <= abs(figure)


def investment(subject: Subject) -> Iterator[Hint]:
    """Investment in fixed assets above the total (issue B 6)."""
    total, fixed = subject.values.get("total_investment"), subject.values.get("fixed_investment")
    if total is not None and fixed is not None and fixed > total:
        yield Hint(
            "investment",
            "fixed_investment",
            f"固定资产投资 {shown(fixed)} 万元大于项目总投资 {shown(total)} 万元。",
            "固定资产投资通常是总投资的一部分，请核对。",
        )


def population(subject: Subject) -> Iterator[Hint]:
    """The three parts of the population do not add up to the total (issue B 6)."""
    keys = ("population_resident", "population_commercial", "population_temporary", "population_total")
    *parts, total = (subject.values.get(f"population/{key}") for key in keys)
    if None not in (*parts, total) and sum(parts) != total:
        yield Hint(
            "population",
            "population/population_total",
            f"常住、商住、暂住人口相加为 {sum(parts)} 人，总人口填写为 {total} 人。",
            "请核对是否有重复或遗漏；统计口径不同的，可在正文中说明。",
        )


def enterprises(subject: Subject) -> Iterator[Hint]:
    """Settled and awaited companies are more than the park can hold (issue B 6).

    Fewer are no contradiction: a park need not be full.
    """
    keys = ("enterprise_capacity", "enterprises_settled", "enterprises_awaited")
    capacity, settled, awaited = (subject.values.get(f"enterprises/{key}") for key in keys)
    if None not in (capacity, settled, awaited) and settled + awaited > capacity:
        yield Hint(
            "enterprises",
            "enterprises/enterprise_capacity",
            f"已入驻与待入驻企业相加为 {settled + awaited} 家，大于可容纳的 {capacity} 家。",
            "请核对三个数字。",
        )


def kind_of_zone(subject: Subject) -> Iterator[Hint]:
    """The kind of pilot ticked on the form is of another field than the one chosen (A3 §一.二)."""
    kind = subject.values.get("pilot_type")
    known = [field for field, kinds in KINDS_OF_ZONE.items() if kind in kinds]
    if known and subject.field in KINDS_OF_ZONE and subject.field not in known:
        yield Hint(
            "kind_of_zone",
            "pilot_type",
            f"申报表选择的试点类型是「{kind}」，基本信息中的所属领域是「{Field(subject.field).label}」，两者不一致。",
            "请核对，改正其中一处。",
        )


def park_area(subject: Subject) -> Iterator[Hint]:
    """A park outside 1 to 15 km² (ELI-P, in principle)."""
    area, norm = subject.values.get("area_km2"), subject.form.area_km2
    if norm is None or area is None:
        return
    low, high = norm
    if not low <= area <= high:
        yield Hint(
            "park_area",
            "area_km2",
            f"申报面积 {shown(area)} 平方公里，园区面积原则上在 {low} 至 {high} 平方公里之间。",
            "面积无误的，请在「申报条件」页说明理由。",
            norm="park_area",
        )


def period(subject: Subject) -> Iterator[Hint]:
    """A project that takes more than 24 months, both ends included (A1 §三.2, in principle)."""
    span, most = subject.values.get("construction_period"), subject.form.project_months
    if most is None or not isinstance(span, MonthRange):
        return
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    if months > most:
        yield Hint(
            "period",
            "construction_period",
            f"建设周期为 {months} 个月，原则上不超过 {most} 个月。",
            "周期无误的，请在「申报条件」页说明理由。",
            norm="period",
        )


def pue_limit(coal: Decimal | None) -> Decimal:
    """Return the city's limit of PUE for a data centre that uses so many tonnes of standard coal a year (programme §5).

    Args:
        coal: None when the size is not known: then the most generous limit.
    """
    if coal is None:
        return PUE_LIMITS[0][1]
    return next(limit for below, limit in PUE_LIMITS if below is None or coal < below)


def data_centre(subject: Subject) -> Iterator[Hint]:
    """PUE above the city's limit for the size (programme §5, 规划 专栏1).

    Of several values in a text the lowest counts: people also tell what it was before. The size is the one yearly
    use of energy named anywhere on the form.
    """
    uses = {use for _, text in subject.texts for use in text_figures.energy_use(text)}
    use = uses.pop() if len(uses) == 1 else None
    for path, text in subject.texts:
        values = text_figures.pue(text)
        if values and min(values) > pue_limit(use):
            size = f"年能源消费量 {shown(use)} 吨标准煤的" if use is not None else ""
            yield Hint(
                "pue",
                path,
                f"文中 PUE 值 {min(values)}，高于本市对{size}新建、改扩建数据中心的要求（不高于 {pue_limit(use)}）。",
                "请核对数值；既有数据中心或另有情况的，可在正文中说明。",
            )


def surrendered_less(subject: Subject) -> Iterator[Hint]:
    """Fewer allowances surrendered than were verified as emitted (ELI-L: surrendered on time every year)."""
    for row in history.read(subject.carbon if subject.form.carbon == Carbon.HISTORY else {}).allowances:
        verified, given = row.value("verified"), row.value("surrendered")
        if row.year and verified is not None and given is not None and given < verified:
            yield Hint(
                "surrendered_less",
                "carbon",
                f"{row.year} 年度清缴量 {shown(given)} 吨少于核查排放量 {shown(verified)} 吨。",
                "请核对两个数字。",
            )


CHECKS: tuple[Callable[[Subject], Iterator[Hint]], ...] = (
    investment,
    population,
    enterprises,
    kind_of_zone,
    park_area,
    period,
    coal_ratio,
    above_baseline,
    no_reduction,
    figure_differs,
    data_centre,
    surrendered_less,
)
