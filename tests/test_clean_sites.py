"""Golden pages in the manner of ten very different sites: invented outlets, own sentences."""
# ruff: noqa: E501  (pages stand here as printed)

import pytest

from golden import Golden, check_golden

GOLDEN = (
    Golden(
        name="tabloid-with-video-promos",
        page="""\
THE DAILY BUGLE
News Showbiz Sport Money Travel TV Video Puzzles
SIGN IN
BREAKING | Trains halted at Crewe after signal fault
'IT SHOOK THE WHOLE STREET': Gas blast flattens three homes in Hull and leaves two dead
Neighbours dug through bricks with bare hands before firemen came
By DARREN POOL FOR THE DAILY BUGLE
PUBLISHED: 07:12, 9 January 2024 | UPDATED: 11:40, 9 January 2024
e-mail
45 shares
131
View comments
Two people were killed and five were hurt when a gas blast flattened three terraced homes in Hull on Monday night.
Scroll down for video
Humberside Police said that a man of 61 was still missing.
Rubble on Carr Lane after the blast. Two people died and five were taken to hospital
Loaded: 0%
Progress: 0%
0:00
Previous
Play
Skip
Mute
Current Time 0:00
/
Duration Time 0:41
Fullscreen
Need Text
'The ceiling came down on my bed,' said Janet Moss, 54, who lives opposite.
WATCH: Moment wall of house falls on parked van
The gas company Northflow denied that it had been warned of a leak.
RELATED ARTICLES
Previous
1
Next
Man, 30, trapped in lift for nine hours
Cat that rode the tram for a week
Share this article
Share
68 shares
Firefighters would search the ruins until dawn, their chief told the Bugle.
Share or comment on this article:
Gas blast flattens three homes in Hull
e-mail
45 shares
Comments 131
Share what you think
Newest
Oldest
Best rated
Worst rated
I heard it from six miles away. Terrible, those poor families, my heart goes out.
""",
        title="'IT SHOOK THE WHOLE STREET': Gas blast flattens three homes in Hull and leaves two dead",
        outlet="THE DAILY BUGLE",
        bylines=("DARREN POOL",),
        published="2024-01-09T07:12",
        updated="2024-01-09T11:40",
        body=(
            "Two people were killed",
            "Humberside Police",
            "'The ceiling came",
            "The gas company",
            "Firefighters would",
        ),
        ends="their chief told the Bugle.",
        lacks=("Loaded", "Duration", "Scroll down", "Carr Lane", "six miles", "tram"),
    ),
    Golden(
        name="regional-daily-with-boxes-between-paragraphs",
        page="""\
Skip to content

Weardale Evening Post

Subscribe | Log in | E-paper | Jobs | Family notices

Home > News > Courts

Three farmers fined over poisoned river near Stanhope

16th May 2023

By Ruth Calder

Chief Reporter

@ruthcalder

Share

Three farmers were fined a total of 84,000 pounds on Tuesday after slurry from their land killed more than 3,000 trout.

The magistrates in Durham heard that the tank had leaked for six weeks.

We want to show you an embedded video here. To see it, please accept all cookies. You can change your mind at any time in our privacy settings.

Sign up for our weekly nature newsletter

Enter your email address

By clicking Sign up I confirm that I have read and agree to the Privacy Policy.

Thank you for signing up!

Did you know with a Digital Subscription you can get unlimited access to the website with fewer adverts?

"We will feel this loss for a decade," said Neil Dodds of the anglers' club.

A spokesman for the farmers rejected the ruling and said they would appeal.

The Environment Agency expects the river to recover by 2029.

Most Read

1

Bakery to reopen after flood

2

Road closed for three weeks

All rights reserved - Weardale Media Ltd
""",
        title="Three farmers fined over poisoned river near Stanhope",
        outlet="Weardale Evening Post",
        bylines=("Ruth Calder",),
        published="2023-05-16",
        body=(
            "Three farmers were",
            "The magistrates",
            '"We will feel',
            "A spokesman",
            "The Environment Agency",
        ),
        ends="recover by 2029.",
        lacks=("embedded", "nature newsletter", "Digital Subscription", "Bakery"),
    ),
    Golden(
        name="african-daily-with-counters",
        page="""\
LIVE TV | RADIO | E-PAPER | MYACCOUNT
The Rift Standard
National
Counties
Business
Sports
Entertainment

Governor orders closure of quarry after eight workers die in Nakuru

By Kiptoo Barasa | 2 hours ago
Tuesday, November 8, 2022
National
0 Comments   1.2k Views   Updated: Nov 9, 2022

NAKURU - The governor of Nakuru has ordered the closure of a quarry in which eight workers died on Monday.

The workers were buried when a wall of stone collapsed after heavy rain, county police commander Esther Chebet said.

Keep Reading
Teachers threaten to strike over pay
Why maize prices will not fall
Police hunt for stolen school bus

Rescuers pulled four others out alive, she added.

"The owner was told twice to close and he laughed at us," the governor told mourners.

Read: How quarries kill the young

The owner, who could not be reached for comment, is expected in court on Thursday.

Want to get latest farming tips and videos? Join Us

Stay informed. Subscribe to our newsletter

Email

By clicking on the SIGN UP button, you agree to our Terms & Conditions and the Privacy Policy

Related Topics

Nakuru   Quarry   Governor

Next article
County to hire 300 nurses

(0) Comments
""",
        title="Governor orders closure of quarry after eight workers die in Nakuru",
        outlet="The Rift Standard",
        bylines=("Kiptoo Barasa",),
        dateline="NAKURU",
        country="KEN",
        published="2022-11-08",
        updated="2022-11-09",
        body=(
            "The governor of",
            "The workers were",
            "Rescuers",
            '"The owner was',
            "The owner, who",
        ),
        ends="in court on Thursday.",
        lacks=("Teachers threaten", "quarries kill", "farming tips", "nurses"),
    ),
    Golden(
        name="telex-archive-in-capitals",
        page="""\
*** COASTLINE TELEX COLLECTION ***
BOX 14 / REEL 3 / FRAME 221
PRIORITY: URGENT
SLUG: MINE-STRIKE

POTOSI, BOLIVIA, 4 OCT 89 (MERIDIAN) -- SOME 2,500 TIN MINERS STOPPED WORK TODAY IN PROTEST AGAINST THE DISMISSAL OF THEIR LEADERS, THE UNION SAID.

TROOPS CLOSED THE ROAD TO THE MINE AND ARRESTED 14 MEN, ACCORDING TO A PRIEST IN THE TOWN.

THE MINISTER OF LABOUR DENIED THAT ANYONE HAD BEEN HELD.

MERIDIAN NEWS AGENCY 041930 OCT 89
END OF MESSAGE
PAGE 1 OF 1
""",
        agency="MERIDIAN NEWS AGENCY",
        dateline="POTOSI, BOLIVIA",
        country="BOL",
        published="1989-10-04",
        body=("SOME 2,500", "TROOPS CLOSED", "THE MINISTER"),
        ends="HAD BEEN HELD.",
        lacks=("SLUG", "REEL", "041930", "END OF MESSAGE"),
    ),
    Golden(
        name="asian-broadcaster-with-captions-and-numbered-list",
        page="""\
Straits Channel News
Edition Menu
Main
Singapore
Asia
World
Business
Sport
Search
Follow Us
Asia
Ferry sinks off Cebu, coast guard rescues 96 people
A coast guard boat tows a raft towards the harbour of Cebu on Jul 18, 2023. (Photo: AFP/Rey Solon)

New: You can now listen to articles.

This audio is generated by an AI tool.

19 Jul 2023 08:31AM (Updated: 19 Jul 2023 10:02AM)
Bookmark
Share
MANILA: A ferry with 102 people on board sank in rough seas off the Philippine island of Cebu, the coast guard said on Wednesday (Jul 19).

Six people were missing and 96 had been rescued, it said.

The captain told investigators that the engine had failed. The owner of the ferry denied that it carried too many passengers.

Survivors wrapped in blankets sit in a hall in Cebu. (Photo: Reuters)

The weather bureau had warned small boats to stay in port.

Related:
Why ferries sink in the Visayas
Commentary: Safety at sea is a choice

Source: AFP/rk

Newsletter
Week in Review
Subscribe to our Chief Editor's Week in Review

Most Read
1
Noodle stall wins award
2
Haze returns to the north
""",
        title="Ferry sinks off Cebu, coast guard rescues 96 people",
        outlet="Straits Channel News",
        agency="AFP",
        dateline="MANILA",
        country="PHL",
        published="2023-07-19T08:31",
        updated="2023-07-19T10:02",
        body=("A ferry with 102", "Six people", "The captain", "The weather bureau"),
        ends="to stay in port.",
        lacks=("Rey Solon", "AI tool", "Survivors wrapped", "Visayas", "Noodle"),
    ),
    Golden(
        name="wire-digest-on-a-blog",
        page="""\
~~ Sahel Notebook ~~
notes from the wires, since 2011
About . Archive . RSS

« Locusts again in Tahoua | Main | Reading list for August »

July 30, 2021

Gunmen attack market in eastern Burkina Faso

FADA N'GOURMA, Burkina Faso (Meridian) — Gunmen on motorbikes attacked a market in eastern Burkina Faso on Thursday, killing 19 people, two local officials said.

The army said that it had sent a helicopter and that it had killed six attackers.

No group claimed the attack.

Source: Meridian News Agency

Posted by Aline K. at 09:14 in Burkina Faso | Permalink | Comments (3)

Comments

Is there any word on Gayeri? My uncle is there and nobody answers the phone.

Posted by: Ousmane | July 30, 2021 at 11:20
""",
        title="Gunmen attack market in eastern Burkina Faso",
        outlet="Sahel Notebook",
        agency="Meridian News Agency",
        dateline="FADA N'GOURMA, Burkina Faso",
        country="BFA",
        bylines=("Aline K.",),
        published="2021-07-30",
        body=("Gunmen on motorbikes", "The army said", "No group"),
        ends="claimed the attack.",
        lacks=("Gayeri", "Permalink", "Locusts"),
    ),
    Golden(
        name="pasted-lines-without-blank-lines",
        page="""\
The Levant Observer
Protesters storm bank in Tripoli as pound falls again
Nour Hamade
Beirut, 3 March 2022
Dozens of protesters stormed a bank in the northern city of Tripoli on Thursday after the Lebanese pound lost a tenth of its value in two days.
Soldiers fired rubber bullets and arrested 12 people, a security source said. The army did not comment.
"I have 9,000 dollars in there and I cannot buy medicine," said Samir Khouri, a retired teacher.
The central bank said that it expected the pound to recover within weeks. Economists doubt it.
The association of banks condemned the attack and said that branches in the city would stay closed until Monday.
© The Levant Observer
""",
        title="Protesters storm bank in Tripoli as pound falls again",
        outlet="The Levant Observer",
        bylines=("Nour Hamade",),
        published="2022-03-03",
        body=(
            "Dozens of",
            "Soldiers fired",
            '"I have 9,000',
            "The central bank",
            "The association",
        ),
        ends="closed until Monday.",
    ),
    Golden(
        name="every-line-wrapped-at-eighty",
        page="""\
Baltic Bulletin -- Tue, 14 Feb 2006
======================================================================

Estonian dockers refuse to unload timber ship
By Kadri Tamm, Tallinn

Dockers in Tallinn refused on Tuesday to unload a ship with Russian timber and
demanded proof that the wood had been cut legally. The port authority called
the action a wildcat strike and threatened to dismiss the leaders of about 120
workers who took part in it.

The owner of the cargo, Norrvik Timber, denied any wrongdoing. A spokeswoman
said that all the papers had been in order "for years and years", and that the
company would ask a court to end the strike.

Environmental groups praised the dockers. The Forest Watch campaign estimates
that a third of the timber shipped through the Baltic ports was cut without a
licence.

----------------------------------------------------------------------
To unsubscribe, send a blank message to baltic-off@bulletin.example
""",
        title="Estonian dockers refuse to unload timber ship",
        outlet="Baltic Bulletin",
        bylines=("Kadri Tamm",),
        published="2006-02-14",
        body=(
            "Dockers in Tallinn refused on Tuesday to unload a ship with Russian timber and demanded",
            "The owner of",
            "Environmental groups",
        ),
        ends="was cut without a licence.",
        lacks=("unsubscribe", "----"),
    ),
    Golden(
        name="glued-words",
        page="""\
The Pacific CourierLog inSubscribe
HomeNewsPacificPoliticsSportOpinion
HomeNewsPacific
Cyclone cuts power to half of Vanuatu's capital
Moses Kalo10 March 2020 6:20pmShareFacebookTwitterEmailPrint
A cyclone cut power to half of Vanuatu's capital, Port Vila, on Tuesday and drove some 4,000 people into shelters, the disaster office said.
AdvertisementAdvertise with us
Two fishermen were missing, police said.
Read more:Island schools to stay closedAirline adds flights to Santo
The Red Cross appealed for tents and water.
"The wind took my roof in one minute," said a market seller, Leiwia Tari.
ShareFacebookTwitterEmail
VanuatuCycloneWeather
Latest NewsNaval ship brings riceChoir wins in FijiTuna quota is cut
© 2020 The Pacific CourierPrivacyTermsContact
""",
        title="Cyclone cuts power to half of Vanuatu's capital",
        outlet="The Pacific Courier",
        bylines=("Moses Kalo",),
        published="2020-03-10T18:20",
        body=("A cyclone cut", "Two fishermen", "The Red Cross", '"The wind'),
        ends="seller, Leiwia Tari.",
        lacks=("Advertise", "schools", "Tuna"),
    ),
    Golden(
        name="mobile-amp-page",
        page="""\
☰
Menu
Lowveld Mirror
Search
Open in app

World

EU agrees to send 40 election observers to Malawi

Tendai Phiri
12:05 - 11.09.2024

AddThis
1 min
© Lowveld Mirror / T. Phiri

The European Union will send 40 observers to Malawi for the election in October, its foreign policy office said on Wednesday.

The mission was requested by the electoral commission in Lilongwe.

Tap to unmute

Opposition parties welcomed the decision but asked why no observers would go to the islands.

▸ READ ALSO Cabinet reshuffle in Lusaka

"Forty is a start," said their spokesman Blessings Mvula.

X
Get the day's news in one push message
Allow   Later

View full site
Imprint . Data protection . Back to top ↑
""",
        title="EU agrees to send 40 election observers to Malawi",
        outlet="Lowveld Mirror",
        bylines=("Tendai Phiri",),
        published="2024-09-11T12:05",
        body=("The European Union", "The mission was", "Opposition parties", '"Forty is'),
        ends="spokesman Blessings Mvula.",
        lacks=("unmute", "reshuffle", "push message", "full site"),
    ),
)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
def test_golden_page(golden: Golden) -> None:
    check_golden(golden)
