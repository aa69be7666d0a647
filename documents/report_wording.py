"""The report's stock wording, ours throughout: what stands the same in every report.

Names in braces are filled by `str.format` with the facts; official texts never stand here.
"""

FOREWORD = (
    "A child who is at risk may meet the police at any hour and in any way: in a call from a "
    "neighbour, at the scene of an argument, on a missing person report, in a message found "
    "on a telephone. What the officer or member of staff notices at that moment, what they "
    "write down and what they do next can decide what becomes of that child.\n"
    "This report looks at what children in the area of {force} can expect when that happens. "
    "We follow a child's journey from the first sign of concern to the day the police are no "
    "longer involved. At each step we ask what the child experienced and what difference the "
    "police made.\n"
    "We say where practice is good, so that others can learn from it, and where it falls "
    "short, so that it can be put right. Officers and staff who protect children do hard work "
    "under pressure. They are owed findings that are fair, that rest on evidence and that "
    "they can act on."
)
INTRODUCTION = (
    "The police share with other agencies the duty to keep children safe. They are often the "
    "first to meet a child at risk, and some of the steps that protect a child can be taken "
    "by them alone.\n"
    "This inspection of {force} is part of the {programme}. Fieldwork took place from "
    "{fieldwork}."
)
HOW_TO_READ = (
    "Words set apart with a line beside them are quoted from the inspection's criteria, "
    "letter for letter and with the spelling of the original. Everything else in this report "
    "is ours. Every paragraph has a number."
)
TABLES = "Tables and figures are numbered through the whole report."
SCORING = {
    "scale_1_5": (
        "Each indicator has a score from 1 to 5, where 5 is best. Annex A says what each "
        "score means. The criteria allow such a scale without describing its steps, so that "
        "description is ours."
    ),
    "yes_no": (
        "For each indicator we answer yes or no: does the force do what the indicator describes?"
    ),
    "evidence_only": "Findings are given as written evidence.",
}
ABSENT_MARKS = (
    "Where an indicator did not apply, or we saw too little to judge it, we say so. Neither "
    "counts against the force."
)
CONTEXT = (
    "This chapter is the force's own account, from the outline that opens its "
    "self-assessment. We reproduce it as background and have not verified every detail."
)
NO_CONTEXT = "The force did not give us an outline of how child protection is structured."
OVERALL = (
    "We give this assessment last, after everything else has been judged and moderated. It is "
    "a judgement on the service as a whole and on what children experience. It is not worked "
    "out from the findings in the chapters before. Practice can be good and yet fall short of "
    "policy, or follow policy and yet be poor, so we say the two things separately."
)
RECOMMENDATIONS = (
    "We are an inspectorate and not a regulator: our recommendations are not orders. We ask "
    "the force to tell us and the public what it does about each."
)
NO_RECOMMENDATIONS = "We make no recommendations to {force}."
DEADLINES = {
    "immediate": ("Immediately", "We recommend that {force} acts on the following immediately:"),
    "three_months": (
        "Within three months",
        "We recommend that {force} acts on the following within three months{due}:",
    ),
    "six_months": (
        "Within six months",
        "We recommend that {force} acts on the following within six months{due}:",
    ),
}
CONCERN = (
    "A cause of concern is a serious, critical or systemic shortcoming that puts children at risk."
)
ABSENCES = (
    "No inspection depends on one party alone. Where something we asked for did not come, we "
    "went on without it, with the consent of the Inspector responsible. This chapter says "
    "what was missing, so that the findings can be read with that in mind."
)
ACCURACY = (
    "Before we publish, the force checks a draft of this report for errors of fact and for "
    "omissions. Each point is decided by someone who did not take part in the visit, and the "
    "force sees every decision with its reason."
)
NEXT_STEPS = "Publication starts the periods in this table. We follow up until each step is closed."
METHOD = (
    "We asked what the force does for children and what children experience. We used four "
    "kinds of evidence: the force's self-assessment, case files, conversations with officers, "
    "staff and partner agencies during fieldwork, and the force's policies, data and reports."
)
BLIND = (
    "Our inspectors reviewed the same case files without knowing what the force had made of them."
)
DIP = (
    "They also chose some case files themselves, called the dip sample here, which the force did "
    "not audit."
)
REFERRING = (
    "Whenever a case file suggested that a child might still be at risk, we referred the case "
    "back to the force at once, by telephone first. Such a referral is about the child's "
    "safety now. It says nothing about how the case was judged."
)
MODERATING = (
    "Judgements were moderated by a panel before they were final. The inspection lead has no "
    "vote on that panel, and nobody who moderated a judgement signed off this report."
)
RECORD = (
    "Every act of this inspection is kept in a record to which entries can only be added, "
    "each sealed with a hash of the one before. The hash below is that of the last entry when "
    "this report was made. Anyone who holds it can tell whether the record was altered "
    "afterwards."
)
REDRAW = (
    "The draw can be repeated by anyone who holds the force's list: the same list and the "
    "same seed give the same sample."
)
GLOSSARY = (
    (
        "ACPO",
        (
            "Association of Chief Police Officers. Its place was taken by the National Police "
            "Chiefs' Council in 2015. Quoted texts still use the old name."
        ),
    ),
    (
        "Case file audit",
        "The force's own assessment of one of its case files, made for the inspection.",
    ),
    (
        "Case file review",
        "Our inspectors' assessment of a case file.",
    ),
    (
        "CSE",
        "Child sexual exploitation.",
    ),
    (
        "Dip sample",
        "Case files that our inspectors chose themselves during the inspection.",
    ),
    (
        "LSCB, also printed LCSB",
        (
            "Local Safeguarding Children Board. Safeguarding partnerships have since taken "
            "its place."
        ),
    ),
    (
        "MASH",
        (
            "Multi-agency safeguarding hub: a team in which police, social care and other "
            "services share information about children at risk."
        ),
    ),
    (
        "PVP",
        "Protecting vulnerable people: the part of a force that does this work.",
    ),
    (
        "Referred back",
        "Sent back to the force at once because a child might still be at risk.",
    ),
)
