"""Which column names say that a column identifies a person, and which usual names of extracts do not."""

from __future__ import annotations

import pytest
import yaml

from svtool.files.personal_headers import Personal, personal_by_name
from svtool.schema.library import Library
from svtool.schema.shipped import shipped_folder

# As police, emergency departments, ambulance and fire services name such columns.
PERSONAL = """
Nominal Name | Victim D.O.B. | NHSNo | Tel No | IP Name | Casualty Name | Pt Name | Vic Name | Susp Name |
Next of Kin | Householder Name | GP Name | Date Of Birth (Victim) | Home Postcode | Contact Number | Hospital Number |
PNCID | CRO Number | VRM | Alias | Name | Victim Name | suspect_full_name | Officer Surname | DOB |
Victim Date of Birth | Home Address | Address Line 1 | Mobile No | E-mail | NHS Number | NI no |
National Insurance Number | IP_Name | D.O.B. | IP DOB | IPDOB | VictimDOB | vic_dob | dateofbirth | DateOfBirth |
Date-of-Birth | Birth Date | NHS_NUMBER | nhsno | NHSno | NHS No. | N.H.S. Number | PNC ID | PNC Number | PNC No |
PNC | CRO | CRO No. | Suspect PNCID | Vehicle Registration | Vehicle Registration Mark | Registration Mark | Reg No |
VRN | Vehicle Reg | Number Plate | Patient Name | Patient's Name | Patient Forename | Pat Surname | Forename 1 |
First Name | FirstName | Last_Name | Surname | SURNAME | Family name | Full Name | Initials | Patient Postcode |
Postcode of Residence | Victim Postcode | Home Post Code | Hosp No | Hospital No. | MRN | Casenote Number |
CHI Number | Telephone | Tel | Phone | Phone Number | Mobile | Mobile Telephone Number | Home Telephone | Contact No |
Contact Details | Contact Name | Emergency Contact | Email | Email Address | e_mail | Victim's Name | Name of Victim |
Name of Injured Party | Complainant Name | Witness 1 Name | WitnessName | Caller Name | CallerTel |
Caller Telephone Number | Informant Name | Offender Name | OffenderName | Accused Surname | Defendant Name |
Officer Name | OIC Name | Officer in Case Name | Doctor Name | Consultant Name | Occupier Name | Owner Name |
Driver Name | Next Of Kin Name | NOK | NOK Tel | Kin Telephone | Passport No | Passport Number |
Driving Licence Number | NINO | Nickname | Also Known As | AKA | House Number | Flat No | Incident Address |
Victim Address | Address | Addr1 | address_line_2 | Address of IP | Nominal Surname | Nominal DOB | Nominal PNC ID |
Name1 | Person Name | Person_Surname | Aggrieved Name | Aggrieved Surname | Bank Account Number | Account Number |
IMEI | Next_of_Kin | nextofkin | ipname | telno | homepostcode | pncid | vrm | victimname | Patient_NHS_Number |
NHS ID
"""

DOUBTFUL = """
Nominal | Nominal Ref | Nominal ID | IP | Contact | Postcode | Complainant | Informant | Householder | Occupier |
OIC | Collar Number | Shoulder No | Custody Number | Officer in Case | Injured Party | Aggrieved
"""

# Usual columns of the same extracts, of Home Office tables, police.uk, ECDS, IRS and lists of places.
OTHERS = """
Force Name | LSOA name | Offence Title | Site | Renamed | Crime Number | Ethnicity | Incident Postcode Sector |
Contact Type | Event Name | LSOA code | UPRN | USRN | Crime No | Occurrence Number | Incident Number | URN |
Crime Reference | Custody Suite | Ward Name | Beat Name | Operation Name | Hospital Name | Hospital | Hospital Site |
Hospital Code | Site Name | Provider Name | NHS Trust | NHS Trust Code | NHS Site Code | NHS Number Status |
NHS Number Status Indicator | Postcode Sector | Postcode District | Postcode Area | Der_Postcode_LSOA_Code |
Postcode LSOA | Incident Postcode | Contact Method | Contact Reason | First Contact Date | Date of First Contact |
Contact Time | Contact Date | Phone Type | Telephone Call Type | Mobile Phone Stolen | Phone Stolen | Email Flag |
Name of Operation | File Name | Event Type | Victim Age | Victim Sex | Victim Ethnicity | Victim | Suspect |
Offender | Patient | Casualty | Victim ID | Victim Ref | Victim Reference | Suspect Reference | suspect_urn |
Offender ID | Victim Count | Number of Victims | Number of Suspects | Number of Offences | Suspect Known | IP Age |
IP Gender | IP Sex | IP Injury | Nominal Role | Nominal Type | Nominal Sex | Age of IP | Year of Birth |
Place of Birth | Country of Birth | PNC Offence Code | PNC Disposal | PNC Warning Marker | CRO Flag | Vehicle Type |
Vehicle Make | Vehicle Colour | Registration Date | Date Registered | Street Name | Street | Location |
Location Name | Premises Name | Premises Type | Address Type | Address Known | Home Office Code | Home Office Class |
HO Code | Home LSOA | Home Local Authority | Residence LSOA | Local Authority of Residence | Local Authority Name |
Licensed Premises | Licensed Premises Name | Pub Name | School Name | Team Name | Unit Name | Call Sign | Callsign |
Appliance | Vehicle Attending | Call Number | Call Date | Call Time | Caller Type | Source of Call | Arrival Date |
Arrival Mode | Attendance Number | Attendance Reason | Attendance ID | Patient Age | Patient Sex | Age_At_Arrival |
Sex | EC_Injury_Date | EC_Chief_Complaint_SNOMED_CT | Der_Dupe_Flag | GP Practice Code | GP Practice Name |
GP Surgery | Referral Source | Discharge Status | MONTH_NAME | FRS_NAME | FRS Name | E_CODE | FRS_TERRITORY |
CAUSE_OF_FIRE | csp_name | pfa_name | la_name | Financial Year | Outcome | Outcome Description | Offence Name |
Offence Description | Rec Title | Officer Observed Ethnicity | Officer Defined Ethnicity | Reported by |
Falls within | Longitude | Latitude | Easting | Northing | Grid Reference | Last outcome category | Context |
Relationship | Victim Offender Relationship | Weapon Name | Weapon Used | Drug Name | Account Type |
Ambulance Trust Name | Trust Name | Station Name | Country Name | Region Name | Cluster Name | Area Name |
Domestic Abuse | Missing Person | Missing | MISPER | Patient Group | Patient Injury | Number of Patients |
Person Count | First Reported | First Committed | Date First Committed | Last Committed Date | Last Updated |
Line Number | Row Number | ID | Record ID | Reference | Ref | Key | Case Number | Case Ref | Log Number |
Case Status | Case Type | Staff Assaulted | Officer Assaulted | Police Officer Victim | Emergency Worker | Child |
Child at Risk | Parent Trust | Consultant Specialty | Clinician Grade | Crew Type | User Group | Client Type |
Partner Agency | Custody Date | Custody Time | Account | Home | Usual Residence | Work Related | Text | Notes |
Details | Flags | Tel Aviv | Hotel | House Type | Household Type | Flat | Property Type | Number of Injured |
Injured | Date | Date of Incident | Date Recorded | Date of Offence | Reporting Date | Warrant | Warrant Type |
Nominal Count | Occupation | Employer Type | Owner Type | Driver Age | Driver Sex | Key Worker Flag | Subject |
Case Officer Rank | Officer Rank | Officer Force | Address LSOA | Home Ward | Postcode Known | Off Street | Code |
Offence Code | Initial Code | Initial Offence | Comp Flag | Hospital Admission | Hospital Date | Admission Number |
Account of Event | Day of Week | Missing Data | Wit Count | Full | Known | Other
"""


def names(text: str) -> list[str]:
    return [name for each in text.split("|") if (name := each.strip())]


@pytest.mark.parametrize("name", names(PERSONAL))
def test_a_name_that_says_whose_name_number_or_address_it_is_is_personal(name: str) -> None:
    assert personal_by_name(name) is Personal.YES


@pytest.mark.parametrize("name", names(DOUBTFUL))
def test_a_word_that_may_be_a_kind_or_a_person_is_doubtful(name: str) -> None:
    assert personal_by_name(name) is Personal.DOUBTFUL


def test_usual_columns_of_extracts_raise_no_alarm() -> None:
    assert [name for name in names(OTHERS) if personal_by_name(name) is not Personal.NO] == []


@pytest.mark.parametrize("write", [str.upper, str.lower, lambda name: name.replace(" ", "_"), lambda name: f" {name} "])
def test_how_a_name_is_written_changes_nothing(write) -> None:  # type: ignore[no-untyped-def]
    for name in names(PERSONAL):
        if " " in name:
            assert personal_by_name(write(name)) is Personal.YES, write(name)
    assert [name for name in names(OTHERS) if personal_by_name(write(name)) is not Personal.NO] == []


def test_words_that_are_written_together_are_read_as_well() -> None:
    for name in ("Victim Name", "Patient NHS No", "Home Postcode", "Date Of Birth", "Next Of Kin", "Susp Surname"):
        together = name.replace(" ", "")
        assert {personal_by_name(each) for each in (together, together.lower())} == {Personal.YES}


def test_no_column_that_a_shipped_mapping_reads_is_personal_but_dates_of_birth_and_numbers_of_persons() -> None:
    library = Library()
    births = {each.name for source in library.sources.values() for each in source.of_type("birth_date", "person")}
    read: set[str] = set()
    for path in (shipped_folder("definitions") / "mappings").glob("*.yaml"):
        mapping = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 (makes texts alone)
        for field, said in mapping.get("columns", {}).items():
            column = said.get("column", []) if isinstance(said, dict) else said
            if field not in births:
                read |= set([column] if isinstance(column, str) else column)
    assert len(read) > 50
    assert [name for name in read if personal_by_name(name) is not Personal.NO] == []
