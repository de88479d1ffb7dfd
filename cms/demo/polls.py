"""Four polls: two answered to the last idea, one being voted on, one collecting ideas."""

# title, body, author, neighborhood, cost; then (status of the answer, reason, next step) where the poll is over
MILL_LANE = (
    ("Benches and shade on Mill Lane", "Older people walk farther when they can sit. Nine old benches stand in Mill Yard and only need care.", "Lena Brandt", "Millside", 9000,
     ("accepted", "The benches in Mill Yard can be repaired by residents with timber and oil from the depot. We carry the cost of nine limes.", "Repair afternoons with residents")),
    ("A crossing at Orchard School", "Children cross where cars come round the bend. A raised crossing slows them down.", "Nadia Petrova", "Millside", 24000,
     ("in_progress", "The crossing is drawn and the contract is signed. Work starts when the frost is over, and takes two weeks.", "Building the crossing")),
    ("Light under the railway bridge", "It is dark at five. Four lamps are enough.", "Sam Doyle", "Northgate", 6000,
     ("accepted", "The lamps are ordered. The electricians come after the winter storm season, because the road must be closed for a night.", "Mounting the lamps")),
    ("Swimming steps at the old dock", "The harbor basin is clean. Steps would let us in.", "Marco Bianchi", "Old Harbor", 15000,
     ("not_possible", "Ships turn here, so the port law forbids swimming. The Harbor master offers Saltmarsh beach instead, where new steps are planned.", "")),
    ("A tree for each newborn", "The city plants one tree a year for all children born in it.", "Ruth Osei", "Quarry Hill", 5000,
     ("checking", "We like it and look for ground that stays unbuilt for fifty years. The foresters walk the hill in spring.", "Walk with the foresters")),
    ("Quiet hour on Mill Lane", "No deliveries between one and two.", "Wim de Boer", "Millside", 0,
     ("not_possible", "Shops on Mill Lane have no back doors, and their suppliers come from far. A quiet hour would push lorries into the school hour.", "")),
)  # fmt: skip
CREEK = (
    ("Lamps from the footbridge to the school", "Twelve low lamps that dim at midnight, so children get home safely in winter.", "Chloé Martin", "Elm Park", 38000),
    ("A ramp beside the north steps", "The steps stop wheelchairs, prams and cargo bikes. A ramp of 22 m goes round them.", "Farah Aziz", "Northgate", 61000),
    ("Stepping stones at the bend", "Nine flat stones, so that one can cross without the road bridge.", "Ivo Kovač", "Elm Park", 12000),
    ("Native reeds on the south bank", "Reeds clean the water and give birds a home. Residents plant, the city supplies.", "Tom Adeyemi", "Millside", 9500),
    ("Drinking water at the playground", "One tap with a bowl for dogs.", "Sofia Lopes", "Elm Park", 7000),
    ("A bench each 150 metres", "Older people walk farther when they can sit. Ten benches with backs and arms.", "Wim de Boer", "Millside", 18000),
    ("Flood marks that tell the story", "Painted heights of 1954, 1988 and 2019 on the bridge, with a line of text each.", "Ines Moreau", "Old Harbor", 4000),
    ("Close the path to mopeds", "Two gates wide enough for wheelchairs and bikes.", "Sam Doyle", "Northgate", 5500),
)  # fmt: skip
DEPOT = (
    ("A market hall with a workshop upstairs", "Stalls below, benches and tools above. The cranes could stay.", "Oskar Nowak", "Millside"),
    ("Rooms for bands", "Thick walls, no neighbors, four rooms to rent by the hour.", "Zoe Clarke", "Millside"),
    ("An indoor playground for rainy days", "From November to March there is nowhere to run.", "Maya Cohen", "Elm Park"),
    ("Small flats for apprentices", "The tram stops at the door, the college is three stops away.", "Daniel Okafor", "Northgate"),
    ("A repair house for the whole city", "Bikes, toasters, trousers. The bike stand has outgrown its roof.", "Jo Park", "Millside"),
    ("A night café that is not a bar", "Open until two, tea and board games.", "Amal Khoury", "Elm Park"),
    ("Leave it to the swifts", "Forty pairs breed under the roof. Do little, and slowly.", "Elin Berg", "Saltmarsh"),
)  # fmt: skip
# The same as the repair house, sent by somebody else: title, words, author, who supports it, and why they became one.
DEPOT_TWICE = (
    "A place to mend things together", "My toaster, your bike: somebody in this city knows how. Give them a roof.", "Ruth Osei",
    ("Tom Adeyemi", "Mei Chen"), "Both want a house where people repair things together.",
)  # fmt: skip
# Voted by codes from letters, the money shared out: title, body, author, cost, how many like it; then the answer.
NORTHGATE = (
    ("A roof over the bicycle stand at the station", "Forty bicycles stand in the rain there every day.", "Farah Aziz", 12000, 0.5,
     ("accepted", "The roof is ordered for the north side, where the wind comes from. It cost more than the first offer said.", "Mounting the roof")),
    ("A kitchen for the hall on Signal Square", "Whoever cooks for the whole street needs more than a kettle.", "Sam Doyle", 21000, 0.45,
     ("in_progress", "The plumbers have begun. From spring every group in Northgate can book the kitchen for nothing.", "Booking opens")),
    ("Books and games to borrow at the laundry", "People wait there for an hour, children too.", "Daniel Okafor", 3500, 0.55,
     ("accepted", "The owner of the laundry gives us a wall, and the library fills the shelves each month.", "Shelves and first books")),
    ("Seats and herbs at the three bus stops", "Somewhere to sit, and something to smell.", "Nadia Petrova", 9000, 0.4,
     ("accepted", "Two stops get seats and herb boxes this spring. The third one moves, and gets them once it has.", "Building two of three")),
    ("A wall for climbing at the youth house", "Four metres high, with mats. We would look after it ourselves.", "Amal Khoury", 26000, 0.35,
     ("not_possible", "The wall of the youth house can't carry it. We look with the young people for another one in the quarter.", "")),
    ("Lamps that see you coming in Signal Lane", "Bright when somebody walks, dim for those who sleep.", "Jo Park", 16000, 0.3,
     ("not_possible", "The cables in Signal Lane are renewed in two years. Lamps of this kind come with them, paid from another budget.", "")),
    ("A stage on wheels for summer evenings", "Concerts, films, a wedding now and then.", "Zoe Clarke", 14500, 0.25,
     ("checking", "The fire brigade has a trailer that may do. We try it at the street party and write here how it went.", "Trying the trailer")),
)  # fmt: skip
