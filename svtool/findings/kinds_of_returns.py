"""Kinds of findings on quarterly returns of interventions (Q)."""

from __future__ import annotations

from svtool.findings.finding import Family, Handling, Kind, Level, SupplierWords

RETURNS = Family("Q", "Quarterly returns of interventions", (
    Kind(
        "Q01", Level.ERROR, "The file is no return", Handling.REFUSED,
        "It has neither the columns of the template nor quarters as columns, so nobody can say what it is of.",
        "Copy its numbers into the template (svtool returns template --out FOLDER/).",
        SupplierWords("The file is not a return that we can read.", "Please copy its numbers into our template."),
    ),
    Kind(
        "Q02", Level.WARNING, "A sheet holds no return", Handling.DROPPED,
        "A sheet of the workbook has neither the columns of the template nor quarters; it was passed over.",
        "Look whether it holds numbers; if it does, copy them into the template.",
        SupplierWords(
            "A sheet of the workbook is not a return that we can read.",
            "Please tell us whether it holds numbers that we should have.",
        ),
    ),
    Kind(
        "Q03", Level.NOTE, "The return is laid out for people", Handling.FOLDED,
        "What a number is of was taken from the labels beside and above it. Blank cells were read as none.",
        "Compare what was read with the form, and send the template next time.",
    ),
    Kind(
        "Q04", Level.ERROR, "The quarter can't be read", Handling.HELD,
        "The number belongs to no quarter of a financial year, so it is in no total.",
        "Write the quarter as 2021/22 Q1; of a form that names no year, say it with --year 2021/22.",
        SupplierWords("Some numbers name no quarter of a financial year.", "Please write the quarter as 2021/22 Q1."),
    ),
    Kind(
        "Q05", Level.ERROR, "The project is not in the register", Handling.KEPT,
        "Nobody can say which funded intervention the numbers are of, where it works, or which quarters are expected.",
        "Add it to the register, or write its id as the register has it.",
        SupplierWords(
            "The name of a project is none that we fund.",
            "Please write the id that the project has in our register.",
        ),
    ),
    Kind(
        "Q06", Level.ERROR, "Two projects have one name", Handling.HELD,
        "The register has several interventions of this name: the numbers may be of any of them, and are in no total.",
        "Write the id of the register instead of the name.",
        SupplierWords(
            "Several projects have the name that stands in the return.",
            "Please write the id that the project has in our register.",
        ),
    ),
    Kind(
        "Q07", Level.ERROR, "The unit is not declared", Handling.HELD,
        "Nobody can say whether the number counts people, each once, or each time that somebody came. It can't be "
        "quantified.",
        "Write the unit (people, presentations, families, sessions …), or declare it in the register.",
        SupplierWords(
            "Some numbers do not say what they count: people, each once, or each time that somebody came.",
            "Please write the unit of every number.",
        ),
    ),
    Kind(
        "Q08", Level.ERROR, "Caseload or new referrals: it is not said", Handling.HELD,
        "New referrals add up over quarters, a caseload does not: without a word the year can't be quantified.",
        "Write what is counted (new_referrals, caseload_in_quarter, caseload_at_end …), or declare it in the register.",
        SupplierWords(
            "Some numbers do not say whether they are new referrals in the quarter or everybody on the caseload.",
            "Please say which of them each number counts.",
        ),
    ),
    Kind(
        "Q09", Level.ERROR, "A cell holds no number", Handling.HELD,
        "Such as yes, where it is asked how many. The number is not known.",
        "Write how many, as a whole number; 0 where there were none.",
        SupplierWords("Some cells hold words where a number belongs.", "Please write how many there were; 0 for none."),
    ),
    Kind(
        "Q10", Level.WARNING, "A number is not exact", Handling.KEPT,
        "Such as c.20, 10-15 or <5. It is kept as what it says, and every sum with it is within bounds, or about.",
        "Ask for the number.",
        SupplierWords("Some numbers are estimates or ranges.", "Please send the exact numbers if you have them."),
    ),
    Kind(
        "Q11", Level.WARNING, "A number is not stated", Handling.HELD,
        "A blank, n/a or tbc is not 0: the number is not known.",
        "Write the number; 0 where there were none.",
        SupplierWords("Some numbers are blank, n/a or to be confirmed.", "Please send them; write 0 where none."),
    ),
    Kind(
        "Q12", Level.ERROR, "Age bands overlap", Handling.KEPT,
        "Whoever is of the age where two bands meet may stand in either, or in both: the numbers by age can't be "
        "compared with any other.",
        "Use bands that share no age, such as 11-15 and 16-17.",
        SupplierWords(
            "Some age bands share an age, such as 11-16 and 16-18.",
            "Please use bands that share no age, such as 11-15 and 16-17.",
        ),
    ),
    Kind(
        "Q13", Level.ERROR, "Whether categories overlap is not said", Handling.HELD,
        "Where one person may stand in several categories, their sum counts some of them twice: how many there are "
        "can't be quantified.",
        "Add a total, or say in may_overlap whether one person may stand in several categories.",
        SupplierWords(
            "It is not clear whether one person may stand in several categories, so we can't say how many there were.",
            "Please give the total number of different people.",
            needs_details=True,
        ),
    ),
    Kind(
        "Q14", Level.ERROR, "Sections do not agree", Handling.HELD,
        "The numbers of one section come to another total than those of another, and none is unknown: either is "
        "wrong, or somebody's answer is missing.",
        "Add a category unknown, or correct the section.",
        SupplierWords(
            "The numbers by age and by gender, or by another section, come to different totals.",
            "Please correct them, or say how many are unknown.",
            needs_details=True,
        ),
    ),
    Kind(
        "Q15", Level.ERROR, "A total contradicts its parts", Handling.KEPT,
        "The stated total is less than one of its categories, or not the sum of those in which nobody stands twice.",
        "Correct the total, or the category, or say how many are unknown.",
        SupplierWords(
            "A total does not agree with the numbers that it is made of.",
            "Please correct them, or say how many are unknown.",
            needs_details=True,
        ),
    ),
    Kind(
        "Q16", Level.ERROR, "A number is there twice", Handling.HELD,
        "Two numbers are of the same project, quarter and category. If they differ, it may be either; if they are "
        "alike, one is left out.",
        "Remove one of them. If they are of two projects of one name, write the ids of the register.",
        SupplierWords("Some numbers stand in the return twice.", "Please remove one of them, and tell us which holds."),
    ),
    Kind(
        "Q17", Level.ERROR, "A year total of caseloads", Handling.DROPPED,
        "Whoever is on the caseload in two quarters is in such a total twice: it is left out.",
        "Leave it out; for the year give new referrals, or the number of different people.",
        SupplierWords(
            "The total of the year adds up caseloads, so that people who stay are counted in every quarter.",
            "Please give new referrals of every quarter, or the number of different people in the year.",
        ),
    ),
    Kind(
        "Q18", Level.WARNING, "Caseloads of several quarters, without new referrals", Handling.KEPT,
        "Whoever stays is in each of them: how many different people there were in the year can be told within wide "
        "bounds only.",
        "Ask for new referrals of every quarter too.",
        SupplierWords(
            "We have your caseload of several quarters, and not how many were new in each.",
            "Please send new referrals of every quarter too.",
        ),
    ),
    Kind(
        "Q19", Level.ERROR, "Caseload and new referrals contradict each other", Handling.KEPT,
        "More were new in the quarter than were on its caseload, or more at its end than in all of it.",
        "Correct one of them, or say what each of them counts.",
        SupplierWords(
            "The caseload and the new referrals of a quarter do not agree.",
            "Please check both, and what each of them counts.",
            needs_details=True,
        ),
    ),
    Kind(
        "Q20", Level.WARNING, "A quarter is missing", Handling.KEPT,
        "The project was funded then, or sent quarters before and after. What it did then is not known, and not 0.",
        "Ask for the return of that quarter.",
        SupplierWords("Returns of some quarters are missing.", "Please send them.", needs_details=True),
    ),
    Kind(
        "Q21", Level.WARNING, "What is counted changes between quarters", Handling.KEPT,
        "Numbers of one unit in one quarter and of another in the next are not compared, and not added.",
        "Ask which is meant, and for the same of every quarter.",
        SupplierWords(
            "What you count differs between quarters.",
            "Please send the same for every quarter.",
            needs_details=True,
        ),
    ),
    Kind(
        "Q22", Level.ERROR, "Days lie outside the quarter", Handling.KEPT,
        "The first or last day of the number is none of its quarter, or can't be read: it may count in two quarters.",
        "Correct the quarter, or the days.",
        SupplierWords(
            "Some numbers are of days that lie outside their quarter.",
            "Please check the quarter and the days.",
        ),
    ),
    Kind(
        "Q23", Level.WARNING, "A later stage has more than an earlier one", Handling.KEPT,
        "More completed than engaged, or more engaged than were referred, over all quarters: some began before the "
        "first quarter, or the stages count different things.",
        "Ask whether the numbers are of the same people, and add the quarters before.",
        SupplierWords(
            "More people reached a later stage than an earlier one.",
            "Please tell us whether some of them were referred before the first quarter.",
            needs_details=True,
        ),
    ),
    Kind(
        "Q24", Level.WARNING, "Scores before and after are not of the same people", Handling.KEPT,
        "Without the number of people with both scores, and the mean of their own changes, a difference of two means "
        "may be a difference between people.",
        "Fill in n_both, mean_change and sd_change, of people with both scores.",
        SupplierWords(
            "The scores before and after may be of different people.",
            "Please send the number of people with both scores, and the mean and standard deviation of their changes.",
        ),
    ),
    Kind(
        "Q25", Level.ERROR, "Scores contradict each other", Handling.HELD,
        "More people have both scores than have one of them, a mean has no people, or a cell holds no number.",
        "Correct them.",
        SupplierWords("Some scores do not agree with the number of people.", "Please check them."),
    ),
    Kind(
        "Q26", Level.WARNING, "The return is of days without funding", Handling.KEPT,
        "The register says that the project was not funded in this quarter.",
        "Correct the quarter, or the days of funding in the register.",
        SupplierWords(
            "Some quarters lie outside the days for which the project was funded.",
            "Please check the quarter.",
            needs_details=True,
        ),
    ),
))  # fmt: skip
