META
key;value
description;Mechanical Turk k_approval_7
country;Worldwide
unit;Mechanical Turk
instance;k_approval_7
num_projects;20
num_votes;73
budget;500000
vote_type;approval
rule;unknown
date_begin;2022
date_end;2022
min_length;2
max_length;5
edition;1
language;en
currency;USD
experimental;1
acknowledgments;"The dataset was created in an experiment as part of the paper ""Participatory Budgeting Design for the Real World"" by Roy Fairsetin, Gerdus Benadè and Kobi Gal."
PROJECTS
project_id;cost;votes;name;category
21;119400;49;Planting trees in the city;Environment, public health & safety
3;27000;38;Computers for the community learning center;Culture & community
22;320000;30;24H public toilet;Environment, public health & safety
12;50000;28;Separate Bike Lanes from Traffic;Streets, Sidewalks & Transit
37;305000;27;Inclusive Playground for All Kids;Facilities, parks & recreation
23;40000;24;5 Water Bottle Refill Stations;Environment, public health & safety
41;110000;22;Protect the Health and Safety of our Firefighters;Facilities, parks & recreation
50;200000;19;New Playground for public school;Education
47;200000;19;Upgraded Water Fountains for Public Schools;Education
2;13000;18;Little (book exchange) libraries;Culture & community
13;24000;15;Real-Time Bus Arrival Monitors in bus stations;Streets, Sidewalks & Transit
42;190000;14;New Chairs for Public Schools;Education
14;25000;14;Benches for a Walkable City;Streets, Sidewalks & Transit
43;150000;12;Invention and Production of Music;Education
33;65000;11;Outdoor Fitness Equipment in the public park;Facilities, parks & recreation
31;8000;8;Fire Hydrant Markers;Environment, public health & safety
8;250000;5;Meeting Room Upgrade for libraries;Culture & community
36;61000;4;Volleyball Court in the public park;Facilities, parks & recreation
5;75000;4;Digital Sign at City Hall in Multiple Languages;Culture & community
15;20000;3;Urban Bicycle Wash Stations;Streets, Sidewalks & Transit
VOTES
voter_id;vote
1;21,22,41,47,50
2;2,3,42,50
3;2,3,21,33,43
4;21,22,33,41,50
5;3,12,22,31,50
6;8,12,21,22,23
7;12,21,23,37,47
8;23,31,37,41,43
9;21,37,42,47,50
10;3,23,37,42,43
11;2,8,14,21,23
12;3,13,21,22,23
13;3,12,21,37,47
14;5,12,15,21,50
15;3,14,21,23,37
16;3,12,14,21,43
17;2,21,22,23,42
18;3,5,13,37,41
19;2,3,21,33,41
20;8,31,41,47,50
21;13,31,37,41,42
22;2,3,21,22,37
23;12,15,21,22,23
24;3,12,21,23,37
25;2,5,14,21,37
26;3,14,21,22,50
27;12,14,21,37,41
28;3,12,22,37,43
29;3,12,22,42,50
30;3,21,23,33,47
31;12,13,22,36,37
32;3,21,22,36,47
33;2,12,13,21,43
34;2,3,13,21,23
35;14,15,22,23,37
36;2,21,23,37,41
37;3,33,41,42,50
38;3,22,23,43,50
39;3,12,13,22,37
40;21,22,23,33,50
41;12,37,41,43,47
42;3,12,22,41,43
43;3,13,22,41,43
44;21,31,37,41,47
45;3,12,21,22,23
46;2,14,21,22,23
47;12,13,21,22,31
48;12,22,33,41,47
49;12,13,21,31,37
50;14,21,22,33,50
51;2,12,21,23,33
52;3,5,8,42,47
53;21,23,41,42,47
54;2,3,21,37,41
55;3,12,21,37,47
56;2,12,13,14,23
57;3,13,21,43,50
58;3,13,21,41,43
59;3,14,37,42,50
60;14,22,36,37,47
61;2,21,22,42,47
62;3,22,23,33,50
63;14,21,42,47,50
64;3,8,12,21,36
65;3,21,22,41,42
66;3,12,13,21,37
67;2,3,21,33,50
68;3,23,37,41,47
69;12,21,23,41,47
70;2,14,21,37,47
71;3,12,13,21,22
72;2,3,12,21,22
73;21,31,41,42,50
