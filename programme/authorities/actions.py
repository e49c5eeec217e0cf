"""Which fields a city industry authority is in charge of, as city staff set it (REC-1)."""

from collections.abc import Iterable

from accounts.models import Organisation, User
from programme.acts import SET_FIELDS
from programme.models import AuthorityField
from programme.notice import FORMS, Field, programme_of

OPTIONAL_FIELDS = [
    field
    for form in FORMS.values()
    if not programme_of(form.sheet.pilot_type).must_be_recommended
    for field in form.fields
]  # of zones the place decides who recommends


def set_fields(authority_id: int, *, actor: User, fields: Iterable[str]) -> Organisation:
    """Say of which fields an authority is in charge; its people are told (REC-1).

    Raises:
        Refused: the person may not set it.
    """

    def locked_authority() -> Organisation:
        authorities = Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY)
        return authorities.select_for_update(no_key=True).get(pk=authority_id)

    with SET_FIELDS.perform(locked_authority, actor=actor) as act:
        authority, wanted = act.object, {Field(field) for field in fields}
        before = {Field(row.field) for row in authority.fields_in_charge.all()}
        if before == wanted:
            act.nothing()
            return authority
        authority.fields_in_charge.exclude(field__in=wanted).delete()
        AuthorityField.objects.bulk_create(
            [AuthorityField(authority=authority, field=field) for field in Field if field in wanted - before]
        )
        names = "、".join(field.label for field in Field if field in wanted) or "无"
        act.summary, act.facts["fields"] = f"{authority}：{names}", sorted(wanted)
        act.tell(
            User.objects.of(authority),
            "贵单位的主管领域已更新",
            f"市级工作人员将贵单位的主管领域设为：{names}。申报单位选择推荐单位时，主管本领域的部门排在前面；"
            "由其他部门推荐的，申报单位须说明理由。",
        )
    return authority
