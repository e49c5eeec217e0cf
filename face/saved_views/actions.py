"""Saving views of a list: a comfort of one person, so the journal knows nothing of them."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from face.models import MOST_VIEWS, QUERY_LENGTH, SavedView
from journal.workflow import Refused

SAME_NAME = "您已有同名的视图，请换一个名称，或先删除原来的。"


def keep_view(list_name: str, *, actor: AbstractBaseUser, name: str, query: str) -> SavedView:
    """Keep a query of a list under a name.

    Raises:
        Refused: the name is taken, there are too many views, or the query is too long to keep.
    """
    if len(query) > QUERY_LENGTH:
        raise Refused("条件太长，不能保存。请减少搜索词后再试。")
    if SavedView.objects.visible_to(actor).of_list(list_name).count() >= MOST_VIEWS:
        raise Refused(f"最多保存 {MOST_VIEWS} 个视图，请先删除不用的。")
    try:
        with transaction.atomic():
            return SavedView.objects.create(owner_id=actor.pk, list=list_name, name=name, query=query)
    except IntegrityError as error:
        raise Refused(SAME_NAME) from error


def rename_view(view: SavedView, *, actor: AbstractBaseUser, name: str) -> SavedView:
    """Give an own view another name.

    Raises:
        Refused: the name is taken.
    """
    _require_own(view, actor)
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(name=name)
    except IntegrityError as error:
        raise Refused(SAME_NAME) from error
    view.name = name
    return view


@transaction.atomic
def set_start(view: SavedView, *, actor: AbstractBaseUser, start: bool) -> None:
    """Make an own view the one that the list opens with, in place of any other; or no longer."""
    _require_own(view, actor)
    own = SavedView.objects.select_for_update().visible_to(actor).of_list(view.list).order_by("pk")
    list(own)  # locks them all, so that two windows do not both set one
    own.filter(start=True).update(start=False)
    if start:
        own.filter(pk=view.pk).update(start=True)


def delete_view(view: SavedView, *, actor: AbstractBaseUser) -> None:
    """Delete an own view."""
    _require_own(view, actor)
    SavedView.objects.filter(pk=view.pk).delete()


def _require_own(view: SavedView, actor: AbstractBaseUser) -> None:
    if view.owner_id != actor.pk:
        raise Refused("只能修改自己的视图。")
