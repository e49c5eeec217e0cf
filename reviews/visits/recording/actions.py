"""The record of a visit: handing it in, reopening it, its photos (REV-1)."""

from accounts.models import User
from face.wording import chinese_date
from files.photos import Photo
from journal.clock import day_of
from journal.workflow import Refused
from reviews.models import VisitCase, VisitPhoto
from reviews.visits.recording.entries import CONCLUSION, FINDINGS, missing
from reviews.workflow import VISIT_CASE

MAX_PHOTOS = 30


def hand_in_case(case_id: int, *, actor: User) -> VisitCase:
    """Hand in the record as it is saved; it is read-only from now on, and shown beside the scores.

    Raises:
        Refused: the day of the visit has not come, something is lacking, or it is handed in already.
    """
    with VISIT_CASE.perform("hand_in", case_id, actor=actor) as act:
        case = act.object
        if day_of(case.visit.starts_at) > day_of(act.now):
            raise Refused(
                f"调研安排在{chinese_date(case.visit.starts_at)}，当天起才能提交记录。提前进行的，请先在调研安排中改期。"
            )
        lacks = len(list(missing(case)))
        if lacks:
            raise Refused(f"还有 {lacks} 处需要填写，调研记录没有提交。")
        case.conclusion, case.findings = case.entries[CONCLUSION], case.entries[FINDINGS]
        case.handed_in_by, case.handed_in_at = actor, act.now
        act.summary = f"{case.application.number}：{case.get_conclusion_display()}"
        act.facts |= {"entries": case.entries, "checklist": case.checklist["version"]}
        act.facts["photos"] = list(case.photos.values_list("file_id", flat=True))
    return case


def reopen_case(case_id: int, *, actor: User, reason: str) -> None:
    """Reopen a record that was handed in; what it said stays in the journal.

    Raises:
        Refused: no reason is given, or the application is decided.
    """
    with VISIT_CASE.perform("reopen", case_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("退回调研记录必须写明原因。")
        case = act.object
        act.summary = reason
        act.facts |= {"entries": case.entries, "handed_in_by": case.handed_in_by_id}
        case.conclusion = case.findings = ""
        case.handed_in_by = case.handed_in_at = None


def add_photo(case_id: int, photo: Photo, *, actor: User, caption: str = "") -> VisitPhoto:
    """Put a photo to the record.

    Raises:
        Refused: there is no more room, it is there already, or the record cannot be written now.
    """
    with VISIT_CASE.perform("write", case_id, actor=actor) as act:
        photos = act.object.photos
        if photos.count() >= MAX_PHOTOS:
            raise Refused(f"一份调研记录最多 {MAX_PHOTOS} 张照片。请先删除不需要的。")
        if photos.filter(file=photo.file).exists():
            raise Refused("这张照片已经上传过。")
        act.summary, act.facts["sha256"] = f"上传照片 {photo.name}", photo.file.pk
        return photos.create(
            file=photo.file, small=photo.small, name=photo.name, caption=caption, by=actor, at=act.now
        )


def remove_photo(photo_id: int, *, actor: User) -> None:
    """Take a photo off the record; that it was there stays in the journal."""
    visit_photo = VisitPhoto.objects.filter(pk=photo_id).first()
    if visit_photo is None:
        raise Refused("这张照片已被删除，请刷新页面。")
    with VISIT_CASE.perform("write", visit_photo.case_id, actor=actor) as act:
        act.summary, act.facts["sha256"] = f"删除照片 {visit_photo.name}", visit_photo.file_id
        VisitPhoto.objects.filter(pk=photo_id).delete()


def change_caption(photo_id: int, *, actor: User, caption: str) -> None:
    """Say what a photo of an open record shows.

    Raises:
        Refused: the photo is gone, or the record cannot be written now.
    """
    visit_photo = VisitPhoto.objects.filter(pk=photo_id).first()
    if visit_photo is None:
        raise Refused("这张照片已被删除，请刷新页面。")
    with VISIT_CASE.perform("write", visit_photo.case_id, actor=actor) as act:
        act.summary, act.facts["sha256"] = f"修改照片说明 {visit_photo.name}", visit_photo.file_id
        act.facts["caption"] = visit_photo.caption
        VisitPhoto.objects.filter(pk=photo_id).update(caption=caption)
