"""Golden pages: invented outlets, each with furniture of another make."""
# ruff: noqa: E501  (pages stand here as printed)

import pytest

from golden import Golden, check_golden

GOLDEN = (
    Golden(
        name="glued-menu-and-byline",
        page="""\
The Harbour Courier
HomeNewsPoliticsBusinessSportCultureOpinionVideo
Sign in | Subscribe
Dockers end strike after late-night deal in Rotterdam
By Ilse Brandt and Tom Okello
Published: 14 March 2019, 10:42 GMT | Updated: 14 March 2019, 13:05 GMT
FacebookTwitterPinterestWhatsAppEmail
12 shares
Workers unload a ship at the main terminal. (Photo: Jan Smit/Harbour Courier)
Dock workers in Rotterdam ended a nine-day strike on Thursday after both sides agreed on a pay rise of 4 percent.
The union said that its members would return to the terminals in the evening.
"We got most of what we asked for," said the union's leader, Piet van Dam.
ADVERTISEMENT
Story continues below
The port authority put the losses at 60 million euros.
READ MORE: What the port strike means for shoppers
It gave no further details.
Related Topics:
Netherlands
Trade unions
Shipping
Comments (48)
Be the first to comment
© 2019 Harbour Courier Media Group. All rights reserved.
""",
        title="Dockers end strike after late-night deal in Rotterdam",
        outlet="Harbour Courier",
        bylines=("Ilse Brandt", "Tom Okello"),
        published="2019-03-14T10:42Z",
        updated="2019-03-14T13:05Z",
        body=("Dock workers", "The union said", '"We got most', "The port auth", "It gave no"),
        ends="It gave no further details.",
        lacks=("Jan Smit", "shoppers", "Netherlands\n", "12 shares"),
    ),
    Golden(
        name="agency-brackets-and-signature",
        page="""\
upland standard
Menu
E-paper
Search

NATION / WORLD

Army takes back hill town in Mindanao, six rebels dead

Agence France-Presse / 07:31 PM June 02, 2021

MARAWI, Philippines (AFP) – Government troops retook a hill town on Wednesday after two days of fighting that left six rebels dead, an army spokesman said.

Four soldiers were wounded, Colonel Ramon Cruz told reporters.

He said that the rebels had fled into the forest.

Thousands of villagers spent the night in schools and churches. – AFP

Subscribe to our daily newsletter

By providing an email address, I agree to the Terms of Use and acknowledge that I have read the Privacy Policy.

READ NEXT
Senate passes budget after marathon session
Storm signals raised over the north
""",
        title="Army takes back hill town in Mindanao, six rebels dead",
        agency="AFP",
        dateline="MARAWI, Philippines",
        country="PHL",
        published="2021-06-02T19:31",
        body=("Government troops", "Four soldiers", "He said", "Thousands of villagers"),
        ends="schools and churches.",
        lacks=("Privacy Policy", "Senate passes", "AFP"),
    ),
    Golden(
        name="telex-from-an-archive",
        page="""\
WIRE VAULT >> press translations, 1985-1995
Results list | New search | Help
Record 7 of 212    << previous record | next record >>
REF NO. WV/91/0330-07    LANGUAGE Spanish    QUALITY fair

LIMA, 30 MAR 91 (EFE) -- [TEXT] POLICE SOURCES REPORTED TODAY THAT ARMED MEN BURNED TWO BUSES ON THE CENTRAL HIGHWAY AND KILLED ONE OF THE DRIVERS.

THE SOURCES ADDED THAT THE ATTACKERS FLED ON FOOT AFTER AN ARMY PATROL ARRIVED AT THE SCENE.

NO GROUP HAS CLAIMED RESPONSIBILITY FOR THE ATTACK.

*** END OF RECORD ***
Was this record useful? YES | NO
Scanned by the friends of the archive. Conditions of use.
""",
        agency="EFE",
        dateline="LIMA",
        country="PER",
        published="1991-03-30",
        body=("POLICE SOURCES", "THE SOURCES ADDED", "NO GROUP"),
        ends="FOR THE ATTACK.",
        lacks=("Record 7", "REF NO", "LANGUAGE", "useful", "Scanned", "[TEXT]"),
    ),
    Golden(
        name="wrapped-telex-of-a-radio-monitor",
        page="""\
TRUJILLO, 12 JUN 88 (RADIO COSTA NETWORK) -- [EXCERPT]
[REPORTER] ARMED MEN STOPPED A BUS ON THE ROAD TO THE COAST THIS
MORNING AND BURNED IT AFTER THE PASSENGERS HAD LEFT.  THE DRIVER
SAID THAT THE MEN WORE UNIFORMS.

   THE POLICE CHIEF OF THE DEPARTMENT SAID THAT NOBODY WAS HURT
IN THE ATTACK.  HE ADDED THAT A PATROL HAD LEFT FOR THE PLACE.
""",
        dateline="TRUJILLO",
        country="PER",
        published="1988-06-12",
        body=(
            "[REPORTER] ARMED MEN STOPPED A BUS ON THE ROAD TO THE COAST THIS MORNING",
            "THE POLICE",
        ),
        ends="FOR THE PLACE.",
        lacks=("RADIO COSTA",),
    ),
    Golden(
        name="bare-lines-without-blank-lines",
        page="""\
Northern Echo Chamber News
Skip to main content
Home
UK
World
Business
Politics
Tech
Science
Health
More
AFRICA
3 July 2014 Last updated at 14:20
Share
Facebook
Twitter
LinkedIn
Kenya ferry capsizes off Lamu island, 20 missing
A ferry carrying more than 60 people has capsized off the coast of Kenya, leaving at least 20 of them missing, police say.
It went down near Lamu island in heavy seas on Wednesday night.
Fishermen pulled 41 people from the water, a local official told reporters.
'No life jackets'
Survivors said the boat had carried too many people and too few life jackets.
"We shouted for an hour before anyone came," one of them said.
The government has ordered an inquiry.
Related Stories
Deadly crossing: why boats sink
How safe are lake ferries?
Were you on board? Contact us with your story using the form below.
Your name
Your email address
The News Team may publish your comments.
Terms and conditions
Most popular
Read
1
Rare frog found after 90 years
2
Minister resigns over hotel bill
""",
        title="Kenya ferry capsizes off Lamu island, 20 missing",
        published="2014-07-03",
        updated="2014-07-03T14:20",
        body=(
            "A ferry carrying",
            "It went down",
            "Fishermen pulled",
            "'No life jackets'",
            "Survivors said",
            '"We shouted',
            "The government",
        ),
        ends="ordered an inquiry.",
        lacks=("Deadly crossing", "Rare frog", "on board", "Terms"),
    ),
    Golden(
        name="date-only-and-counter-at-the-tail",
        page="""\
whatsappfacebookxlinkedin
printcopy link
A+
A-
Coast gazette

Reuters

Nairobi

Kenya will send 400 more police officers to the border after a raid in which eleven herders died, the interior minister said on Tuesday.

The officers will be in place by Friday, he said.

Elders from both sides have called for talks – and for the return of 300 stolen cows.

share   print
03/12/2019
27
""",
        outlet="Coast gazette",
        agency="Reuters",
        dateline="Nairobi",
        country="KEN",
        published=None,  # 3 December or 12 March: nothing on the page tells
        body=("Kenya will send", "The officers", "Elders from"),
        ends="300 stolen cows.",
        lacks=("27", "03/12"),
    ),
    Golden(
        name="reuters-style",
        page="""\
World
Markets
Discover Thomson Reuters
Africa
Congo miners killed as pit collapses - governor
By Chantal Mbeki
June 9, 2015 4:15 PM UTC
3 Min Read
GOMA, Democratic Republic of Congo (Reuters) - At least 14 miners were killed when a pit collapsed in eastern Congo, the provincial governor said on Tuesday.
Rescuers were still digging for survivors, he said by telephone.
Artisanal pits collapse often in the region, where thousands dig by hand.
(Reporting by Chantal Mbeki; Editing by Paul Stone)
Our Standards: The Thomson Reuters Trust Principles.
""",
        title="Congo miners killed as pit collapses - governor",
        agency="Reuters",
        bylines=("Chantal Mbeki",),
        dateline="GOMA, Democratic Republic of Congo",
        country="COD",
        published="2015-06-09T16:15Z",
        body=("At least 14", "Rescuers were", "Artisanal pits"),
        ends="thousands dig by hand.",
        lacks=("Paul Stone", "Trust Principles", "Min Read"),
    ),
    Golden(
        name="old-web-hard-wrapped",
        page="""\
THE VALLEY MESSENGER -- electronic edition
[ Home ] [ News ] [ Letters ] [ Archive ]
Tuesday, 4 May 1999

Bridge reopened to trucks after ten weeks of repairs

SKOPJE, Macedonia (AP) _ Trucks rolled over the main bridge to the
border on Tuesday for the first time in ten weeks, and drivers blew
their horns as they passed the guards who had turned them away since
the end of February.

The transport ministry said that about 300 trucks a day would cross
until the summer, when the second lane is due to open as well.

[ Top of page ] [ Next story ]
This page has been viewed 1,204 times
Copyright 1999 The Valley Messenger
""",
        title="Bridge reopened to trucks after ten weeks of repairs",
        outlet="The Valley Messenger",
        agency="AP",
        dateline="SKOPJE, Macedonia",
        country="MKD",
        published="1999-05-04",
        body=("Trucks rolled over the main bridge to the border", "The transport ministry"),
        ends="is due to open as well.",
        lacks=("viewed", "Top of page"),
    ),
    Golden(
        name="guardian-like",
        page="""\
Skip to main content
Support the Lantern
News Opinion Sport Culture Lifestyle
World ► Europe US Americas Asia Australia Middle East Africa
Syria
This article is more than 5 years old
Aid convoy reaches besieged town for first time in a year
Red Crescent trucks bring flour and medicine as truce holds for a third day
Leila Haddad in Damascus
Sun 12 Jun 2016 18.30 BST
Last modified on Mon 13 Jun 2016 09.12 BST
Share
An aid convoy entered the besieged Syrian town of Daraya on Sunday for the first time in more than a year, the Red Crescent said.
Photograph: Omar Sanadiki/Reuters
The 38 trucks carried flour, medicine and school books, according to the United Nations.
“This is a drop in the ocean,” a resident said by phone. “We need this every week.”
Sign up to The Morning Lantern, our free daily email
Russia's foreign ministry said it had asked for a truce of 48 hours.
The rebels said they had not been told.
Topics
Syria
Middle East and North Africa
news
Reuse this content
Most viewed
""",
        title="Aid convoy reaches besieged town for first time in a year",
        bylines=("Leila Haddad",),
        published="2016-06-12T18:30+01:00",
        updated="2016-06-13T09:12+01:00",
        body=(
            "An aid convoy",
            "The 38 trucks",
            "“This is a drop",
            "Russia's foreign",
            "The rebels",
        ),
        ends="had not been told.",
        lacks=("Omar Sanadiki", "Morning Lantern", "Reuse"),
    ),
    Golden(
        name="cookie-banner-and-newsletter-first",
        page="""\
We use cookies to improve your experience on our website. By continuing to browse you accept our cookie policy.
Accept all
Manage preferences
The Plateau Times | Independent since 1961
Latest  Nation  Regions  Economy  Sport
Sign up for our newsletter and get the top stories in your inbox every morning.
Regions » North
Flash floods cut off three villages near Agadez
Posted on Monday, August 31, 2020 by Staff Reporter
Flash floods have cut off three villages near the northern town of Agadez, where 1,200 people wait for food, the governor's office said on Monday.
Two bridges were washed away.
• 14 houses collapsed in Tabelot
• 300 goats drowned
The army sent a helicopter with rice and blankets.
Tags: Niger, floods, Agadez
Share this:
Facebook
X
Leave a Reply
Your email address will not be published. Required fields are marked *
John O. says:
God help those people, the government should act now and not tomorrow.
Reply
""",
        title="Flash floods cut off three villages near Agadez",
        outlet="The Plateau Times",
        published="2020-08-31",
        body=(
            "Flash floods",
            "Two bridges",
            "• 14 houses",
            "• 300 goats",
            "The army",
        ),
        ends="rice and blankets.",
        lacks=("cookies", "inbox", "God help", "Required"),
    ),
    Golden(
        name="broadcast-site-with-video-boxes",
        page="""\
CNN
Live TV
Edition
U.S. International Arabic Español
World Africa Americas Asia Australia China Europe India Middle East
Thousands march in Lagos against fuel price rise
By Ade Bello, CNN
Updated 3:14 PM ET, Fri July 1, 2016
JUST WATCHED
Fuel prices explained
Replay
More Videos ...
MUST WATCH
Lagos, Nigeria (CNN) — Thousands of people marched through Lagos on Friday to protest against a rise in the price of fuel.
Police fired tear gas near the state house, and at least nine marchers were hurt, a doctor said.
"We will be back tomorrow," said Ngozi Eze, a teacher.
CNN's Paul Reed contributed to this report.
PAID CONTENT
Five cars you will want to drive
Search for: used cars in 2016
""",
        title="Thousands march in Lagos against fuel price rise",
        outlet="CNN",
        bylines=("Ade Bello",),
        dateline="Lagos, Nigeria",
        country="NGA",
        published="2016-07-01",
        updated="2016-07-01T15:14",
        body=("Thousands of people", "Police fired", '"We will be back'),
        ends="said Ngozi Eze, a teacher.",
        lacks=("Replay", "Paul Reed", "Five cars", "MUST WATCH"),
    ),
    Golden(
        name="numeric-date-settled-by-weekday",
        page="""\
Delta Observer
Home | World | Africa | Contact
Truce signed in river state
Friday 08.09.2017 - 11:05
Two armed groups signed a truce on Friday that should end a year of fighting over river islands, mediators said.
The text will be read out in all villages.
Back to home page
""",
        title="Truce signed in river state",
        outlet="Delta Observer",
        published="2017-09-08T11:05",
        body=("Two armed groups", "The text will"),
        ends="in all villages.",
        lacks=("Back to",),
    ),
    Golden(
        name="list-box-inside-and-sentence-after-it",
        page="""\
Strait Broadcasting
Skip links
Show navigation menu
News | Migration
Nine people drown off Lampedusa as two boats sink
A coastguard boat off Lampedusa [File: Ugo Neri/Reuters]
By Strait Broadcasting Staff
Published On 26 Mar 2022
Save articles to read later and create your own reading list.
At least nine people drowned when two boats sank off Lampedusa, the coastguard says.
It said it had brought 41 people ashore on Saturday.
Keep reading
list of 2 items
list 1 of 2
Why do people leave Sfax?
list 2 of 2
The long road north
end of list
The coastguard said it had stopped 12 boats in four days.
SOURCE: STRAIT BROADCASTING AND NEWS AGENCIES
More from News
Fire at factory kills five
""",
        title="Nine people drown off Lampedusa as two boats sink",
        outlet="Strait Broadcasting",
        published="2022-03-26",
        body=("At least nine", "It said it had brought", "The coastguard said"),
        ends="12 boats in four days.",
        lacks=("Sfax", "reading list", "SOURCE", "Ugo Neri"),
    ),
    Golden(
        name="name-alone-and-dateline-alone",
        page="""\
Radio Savanna
Africa
Gunmen kill 15 in two villages of Plateau state
January 05, 2015 10:14 AM
Ifeoma Okafor
JOS, NIGERIA —
Gunmen killed 15 people in two villages overnight, police and residents say.
The attackers came on motorbikes, police spokesman Abu Sunday said. Enditem
See all News Updates of the Day
""",
        title="Gunmen kill 15 in two villages of Plateau state",
        outlet="Radio Savanna",
        bylines=("Ifeoma Okafor",),
        dateline="JOS, NIGERIA",
        country="NGA",
        published="2015-01-05T10:14",
        body=("Gunmen killed 15", "The attackers came"),
        ends="Abu Sunday said.",
        lacks=("See all", "Enditem"),
    ),
    Golden(
        name="picture-lines-and-glued-date",
        page="""\
The Seaward Tribune

SUBSCRIBE NOW

Middle East

Bomber Kills 12 at Market in Baghdad
By TIM ARENDT and DUNYA HADIAPRIL 12, 2013

Photo

Policemen at the site of the bombing. Credit Hadi Karim/Seaward Pictures

BAGHDAD — A bomber killed at least 12 people at a market in eastern Baghdad on Friday, security officials said.

Advertisement

Continue reading the main story

No one claimed responsibility.

A version of this article appears in print on April 13, 2013, on page A6. Order Reprints | Today's Paper | Subscribe
""",
        title="Bomber Kills 12 at Market in Baghdad",
        outlet="The Seaward Tribune",
        bylines=("TIM ARENDT", "DUNYA HADI"),
        dateline="BAGHDAD",
        country="IRQ",
        published="2013-04-12",
        body=("A bomber killed", "No one claimed"),
        ends="No one claimed responsibility.",
        lacks=("Hadi Karim", "Order Reprints"),
    ),
    Golden(
        name="tool-notice-as-long-as-a-paragraph",
        page="""\
Home > News > World > Africa
lantern-online.example.co.uk
Ebola: Liberia shuts its borders to stop the virus
ADA WYNN Author Biography Monday 28 July 2014
Print Your friend's email address Your email address Note: We do not store your email address(es) but your IP address will be logged to prevent abuse of this feature. Please read our Legal Terms & Policies
A A A Email
Liberia has closed most of its borders in a bid to stop the virus from spreading, the president has announced.
The outbreak has killed 670 people in three countries.
READ MORE:
DOCTOR TELLS OF NIGHTS ON THE WARD
WHAT IS EBOLA?
All government offices will be closed from Monday.
""",
        title="Ebola: Liberia shuts its borders to stop the virus",
        published="2014-07-28",
        body=("Liberia has closed", "The outbreak", "All government"),
        ends="closed from Monday.",
        lacks=("WARD", "EBOLA?", "IP address"),
    ),
    Golden(
        name="nothing-but-text",
        page="Troops crossed the river before dawn. Villagers fled into the hills.\n",
        body=("Troops crossed",),
        ends="into the hills.",
    ),
)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
def test_golden_page(golden: Golden) -> None:
    check_golden(golden)
