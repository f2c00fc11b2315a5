"""What messages call a file, where its name on disk is not the user's."""

from __future__ import annotations

from dataclasses import replace

from svtool.validation.asked import Validation


def rename_file(validation: Validation, path: str, name: str) -> None:
    """Let a validation call a file by another name, in its messages too.

    Args:
        validation: what was found.
        path: what it calls the file.
        name: what the user calls it.
    """

    def renamed(text: str) -> str:
        return text.replace(path, name)

    validation.files = [replace(each, name=renamed(each.name)) for each in validation.files]
    validation.findings = [
        replace(each, file=renamed(each.file), message=renamed(each.message), given_remedy=renamed(each.given_remedy))
        for each in validation.findings
    ]
    validation.rejected = [replace(each, file=renamed(each.file)) for each in validation.rejected]
    validation.remarks = [renamed(each) for each in validation.remarks]
    verdict = validation.verdict
    validation.verdict = replace(verdict, words=renamed(verdict.words), next_step=renamed(verdict.next_step))
