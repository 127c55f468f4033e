META
key;value
description;Mechanical Turk Threshold_8
country;Worldwide
unit;Mechanical Turk
instance;Threshold_8
num_projects;20
num_votes;70
budget;500000
vote_type;approval
rule;unknown
date_begin;2022
date_end;2022
min_length;1
max_length;14
edition;1
language;en
currency;USD
experimental;1
acknowledgments;"The dataset was created in an experiment as part of the paper ""Participatory Budgeting Design for the Real World"" by Roy Fairsetin, Gerdus Benadè and Kobi Gal."
PROJECTS
project_id;cost;votes;name;category
3;27000;43;Computers for the community learning center;Culture & community
30;250000;36;Soak Up the Solar Power;Environment, public health & safety
37;305000;35;Inclusive Playground for All Kids;Facilities, parks & recreation
32;42000;34;Free Wifi in 6 Outdoor Public Spaces;Facilities, parks & recreation
45;250000;30;Installing Lights at the school Basketball Court;Education
12;50000;28;Separate Bike Lanes from Traffic;Streets, Sidewalks & Transit
28;176000;27;Flashing Crosswalks for Safer Streets;Environment, public health & safety
40;120000;26;Let’s Rest: Picnic Tables & Benches for Our Parks;Facilities, parks & recreation
22;320000;26;24H public toilet;Environment, public health & safety
51;105000;25;Security Cameras;Education
10;250000;25;Accessible Entrance for the Library;Culture & community
47;200000;22;Upgraded Water Fountains for Public Schools;Education
42;190000;20;New Chairs for Public Schools;Education
39;146000;20;Shade and Wet Weather Canopies for Playgrounds;Facilities, parks & recreation
17;75000;17;What’s Your Speed?;Streets, Sidewalks & Transit
2;13000;17;Little (book exchange) libraries;Culture & community
31;8000;15;Fire Hydrant Markers;Environment, public health & safety
16;90000;10;Sheltered Bike Parking at the Main Library;Streets, Sidewalks & Transit
8;250000;9;Meeting Room Upgrade for libraries;Culture & community
11;12000;7;Bike repair stations;Streets, Sidewalks & Transit
VOTES
voter_id;vote
1;2,3,10,12,28,30,32,40,45,47
2;3,10,11,22,32,37,42,45
3;3,28,40,45
4;12,17,22,30,32,39,42,47,51
5;37,39,40,45
6;3,17,30,31,37,40,42,47,51
7;22,28,31,37,40,42,51
8;3,8,12,17,28,30,32,45,47,51
9;22
10;22,28,32,37,39
11;22,30,47
12;2,3,16,39
13;2,3,10,11,22,30,31,32,47
14;2,3,12,17,28,30,31,37,39,42,47
15;2,3,12,30,32,51
16;2,12,22,28,30,32,37,39
17;3,28,30,40,42
18;3,10,11,12,22,30,32,37
19;2,11,12,17,28,31,32,39,40,47
20;3,11,12,22,30,32,42,47
21;3,12,16,30,32,39,40,45
22;2,3,31,39,47,51
23;17
24;22,30,31,32,42,51
25;2,10,12,22,32,37,45
26;3,37,45,47
27;10,22,28,30,31,32,42,47
28;3,8,32,39,40,45
29;3,10,12,17,28,30,32,37
30;3,12,17,22,28,37
31;2,10,12,22,28,37,40,45,47,51
32;12,22,45
33;2,3,11,12,16,30,32,37,40,51
34;28,30,32,37
35;3,28,40,42,51
36;3,10,12,22,30,32,37,39,40,45
37;2,3,17,28,30,42,51
38;2,3,10,12,16,28,30,32,37,39,40,42,45,51
39;2,8,10,12,17,22,30,42,45,47
40;2,3,12,16,28,31,51
41;3,17,28,37,39,40,42,45,47
42;3,10,11,12,16,28,31,32,37,39
43;3,37,40,51
44;8,31
45;3,22,30,39,40,42,45,47,51
46;3,28,30,31,37
47;3,12,17,30,32,37,45,51
48;2,3,10,12,22,28,30,37,45
49;3,10,22,30,37,40,47
50;3,10,16,22,30,40,45
51;3,10,12,22,30,32,37,39,45,51
52;8,10
53;2,8,37
54;3,10,12,32,37,39,40
55;3,17,31,32,42
56;10,12,17,28,37,45,47,51
57;8,30,32,45
58;3,10,12,22,30,32,40,42,45,51
59;3,32,37,40
60;16,37,40,45,51
61;22,30,32,42,45,47,51
62;3,17,30,32,45,51
63;3,10,12,16,28,30,32,37,47,51
64;3,10,17,28,31,32,37,39,42,45
65;8,45
66;10,28,30,37,39,40,45,47
67;3,10,22,28,31,37,40
68;8,30
69;17,47,51
70;3,10,16,32,37,39,40,42,45,51
