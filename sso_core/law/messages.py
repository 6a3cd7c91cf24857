"""What the law's own refusals say: the sentence comes with the error, in both languages."""

MESSAGES = dict.fromkeys(("law_refused", "law_unknown", "law_input", "law_not_entitled"), ("{th}", "{en}"))
