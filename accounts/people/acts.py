"""What one administrator does to accounts and memberships, each with who may do it."""

from accounts.keeping.rules import keeps_account_of_another, keeps_accounts
from accounts.models import Organisation, User
from journal.acts import PlainVerb
from journal.models import Audience

CITY = Audience.CITY
OWN = "不能办理自己账号的事项，请由另一位管理员办理。"

CREATE = PlainVerb(User, "create_account", "开通账号", keeps_accounts, CITY)
GRANT_ROLES = PlainVerb(User, "grant_roles", "授予角色", keeps_account_of_another, CITY, OWN)
WITHDRAW_ROLE = PlainVerb(User, "withdraw_role", "取消角色", keeps_account_of_another, CITY, OWN)
CLOSE = PlainVerb(User, "close_account", "停用账号", keeps_account_of_another, CITY, OWN)
REOPEN = PlainVerb(User, "reopen_account", "启用账号", keeps_account_of_another, CITY, OWN)
CHANGE_NAME = PlainVerb(User, "change_person", "更正姓名和电话", keeps_account_of_another, CITY, OWN)
CHANGE_EMAIL = PlainVerb(User, "change_email", "更改登录邮箱", keeps_account_of_another, CITY, OWN)
RESET = PlainVerb(User, "reset_credentials", "重置登录凭据", keeps_account_of_another, CITY, OWN)
ADD_MEMBER = PlainVerb(Organisation, "add_member", "加入成员", keeps_accounts)
DROP_MEMBER = PlainVerb(Organisation, "drop_member", "移除成员", keeps_accounts)
SET_MEMBER_RIGHT = PlainVerb(Organisation, "set_member_right", "调整提交权限", keeps_accounts)
MAKE_ORGANISATION = PlainVerb(Organisation, "make_organisation", "登记单位", keeps_accounts)
CORRECT_ORGANISATION = PlainVerb(Organisation, "correct_organisation", "更正单位信息", keeps_accounts)
