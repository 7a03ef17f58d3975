"""Documents for the tests of the whole: original prose, in shapes that people drop."""

PIPELINE = """Sample Courier

Moscow and Beijing sign new gas supply deal

By Anna Petrel
March 3, 2026

MOSCOW (Sample Courier) - Russia and China signed an agreement on Tuesday under which the Russian producer Gazprom \
will send another six billion cubic metres of gas a year to China through the Power of Siberia pipeline.

Chinese officials said the deal showed how closely the two countries cooperate on energy. Moscow will be paid in yuan.

Deliveries to China are to begin in autumn, once a compressor station near the border is ready.
"""

PIPELINE_RETOLD = """Gazprom to pump more gas to China under accord signed in Moscow

March 3, 2026

Gazprom will deliver an extra six billion cubic metres of gas to China every year through the Power of Siberia \
pipeline, under an accord that Russia and China signed in Moscow on Tuesday. The price is to be settled in yuan.

The Russian company said supplies would start in autumn after work on a compressor station.
"""

DRILL = """Russian and Chinese warships begin joint patrol in the Sea of Japan

April 14, 2026

Warships of the Russian Pacific Fleet and the Chinese navy set out on Tuesday on a joint patrol in the Sea of Japan, \
the Russian defence ministry said. Four ships take part in the exercise, which is to last nine days.
"""

NOT_OURS = """Village choir wins regional prize

May 2, 2026

The choir of a small Danish village won first prize at a regional contest on Saturday. Its conductor thanked the \
baker, who had lent the singers his hall for rehearsals all winter long.
"""

SNIPPETS = [
    "China and Russia will run two more freight trains a day across the border bridge, Chinese customs said.",
    "A court in Lisbon fined two ferry companies for running timetables that nobody could keep.",
    "Russian Foreign Minister Sergei Lavrov told his Chinese counterpart Wang Yi that Moscow backs Beijing on Taiwan.",
    "Farmers in Uruguay expect the smallest rice harvest in nine years after a dry summer.",
    "Chinese banks have slowed payments from Russian importers for fear of secondary sanctions, two traders said.",
    "The orchestra of a school in Oslo will tour three Baltic cities in the spring with a programme of new works.",
]
