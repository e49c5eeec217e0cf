"""The triggers of PostgreSQL. Names are written in full, so that no temporary table takes the place of the journal."""

from journal.guard.tables import GUARDED, HEAD, MIGRATIONS, RECORD, REFUSED, unblanked

REFUSE = f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'insufficient_privilege';"


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


FUNCTIONS = (
    _function("journal_refuse", REFUSE),
    _function(
        "journal_only_blanked", f"IF {unblanked('IS NOT DISTINCT FROM')} THEN {REFUSE} END IF; RETURN NEW;"
    ),
    _function(  # at the end of the transaction: what was blanked has a row that says so
        "journal_blanked_by_law",
        "IF NOT EXISTS (SELECT FROM public.journal_record WHERE verb = 'blank_record'"
        f" AND object_type = 'journal.record' AND object_id = NEW.id) THEN {REFUSE} END IF; RETURN NULL;",
    ),
    _function(
        "journal_only_forward",
        "IF NEW.id <> OLD.id OR NEW.stream <> OLD.stream OR NEW.count <> OLD.count + 1 OR NOT EXISTS"
        " (SELECT FROM public.journal_record WHERE hash = NEW.hash AND previous_hash = OLD.hash)"
        f" THEN {REFUSE} END IF; RETURN NEW;",
    ),
)
ON_UPDATE = {RECORD: "journal_only_blanked", HEAD: "journal_only_forward"}


def statements() -> list[str]:
    """SQL that puts the triggers up; running it again changes nothing."""
    made = list(FUNCTIONS)
    for guarded in GUARDED:
        table = f"public.{guarded.table}"
        made.append(
            f"CREATE OR REPLACE TRIGGER {guarded.table}_stays BEFORE DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION public.journal_refuse()"
        )
        made.append(
            f"CREATE OR REPLACE TRIGGER {guarded.table}_kept BEFORE UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION public.{ON_UPDATE.get(guarded.table, 'journal_refuse')}()"
        )
    law = f"{RECORD}_by_law"
    made.append(f"DROP TRIGGER IF EXISTS {law} ON public.{RECORD}")
    made.append(
        f"CREATE CONSTRAINT TRIGGER {law} AFTER UPDATE ON public.{RECORD} DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION public.journal_blanked_by_law()"
    )
    return made


def grants(tables: list[str], role: str) -> list[str]:
    """SQL that gives the portal's role what everyday work needs, and nothing beyond.

    Args:
        tables: all of the portal. role: quoted.
    """
    guarded = {table.table: table for table in GUARDED}
    made = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    for table in tables:
        rights = "SELECT, INSERT, UPDATE, DELETE"
        if table == MIGRATIONS:
            rights = "SELECT"
        elif table in guarded:
            columns = ", ".join(guarded[table].open)
            rights = "SELECT, INSERT" + (f", UPDATE ({columns})" if columns else "")
        made.append(f'GRANT {rights} ON public."{table}" TO {role}')
    return made
