"""Reads answers keyed by the official labels from a YAML file that a person wrote."""

from pathlib import Path
from typing import Any

import yaml

from sheets.definitions import Sheet
from sheets.labels import AnswersError, from_labels


class _PlainLoader(yaml.SafeLoader):
    """Takes every word as it is written, quoted or not: a phone number is no octal number, a month no
    date. A label that stands twice is an error.
    """

    yaml_implicit_resolvers = {
        char: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """Return the mapping. Raises AnswersError for a label that stands twice."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise AnswersError(f"第 {key.start_mark.line + 1} 行：标签应为文字。")
            if key.value in seen:
                raise AnswersError(f"“{key.value}”：重复出现（第 {key.start_mark.line + 1} 行）。")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_answers(sheet: Sheet, path: Path) -> dict:
    """Return the JSON answers in a YAML file. Raises AnswersError with one Chinese sentence."""
    return from_labels(sheet, _read_yaml(path))


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8-sig"), _PlainLoader)
    except UnicodeDecodeError as error:
        raise AnswersError(f"文件 {path} 不是 UTF-8 编码的文本。") from error
    except FileNotFoundError as error:
        raise AnswersError(f"找不到文件 {path}。") from error
    except OSError as error:
        raise AnswersError(f"无法读取文件 {path}。") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"（第 {mark.line + 1} 行）" if mark else ""
        raise AnswersError(f"文件 {path} 不是正确的 YAML{place}。") from error
