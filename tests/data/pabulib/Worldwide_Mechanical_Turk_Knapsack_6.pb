META
key;value
description;Mechanical Turk Knapsack_6
country;Worldwide
unit;Mechanical Turk
instance;Knapsack_6
num_projects;10
num_votes;75
budget;500000
vote_type;approval
rule;unknown
date_begin;2022
date_end;2022
min_length;1
max_length;6
edition;1
language;en
currency;USD
experimental;1
acknowledgments;"The dataset was created in an experiment as part of the paper ""Participatory Budgeting Design for the Real World"" by Roy Fairsetin, Gerdus Benadè and Kobi Gal."
PROJECTS
project_id;cost;votes;name;category
19;40000;49;We Need More Crosswalks;Streets, Sidewalks & Transit
26;20000;48;Nursing Pod for Mothers and Infants;Environment, public health & safety
4;60000;46;Interactive Technology for the Main Library;Culture & community
7;50000;38;Laundry Access in Public Schools;Culture & community
51;105000;37;Security Cameras;Education
30;250000;36;Soak Up the Solar Power;Environment, public health & safety
20;66000;33;Hump Installationer for pedestrians.;Streets, Sidewalks & Transit
48;350000;22;Laptops for 10 Public Schools;Education
38;200000;12;Remodel the Kitchen at the Youth Center;Facilities, parks & recreation
35;350000;5;Building an amphitheater in the public park;Facilities, parks & recreation
VOTES
voter_id;vote
1;7,19,20,26,38,51
2;7,19,20,26,38,51
3;4,7,19,48
4;4,7,19,20,26,30
5;4,7,26,30,51
6;4,7,19,48
7;4,7,19,20,26,30
8;26,48,51
9;7,19,26,30,51
10;19,30,38
11;4,7,19,20,26,30
12;4,19,26,30,51
13;4,7,19,20,26,30
14;48
15;7,20,48
16;4,7,26,30,51
17;19,35,51
18;19,20,26,30,51
19;4,7,19,20,26,30
20;4,19,26,30,51
21;26,48,51
22;19,20,26,30,51
23;4,20,30,51
24;4,7,19,20,26,30
25;4,7,19,20,26,51
26;7,20,35
27;4,26,48
28;7,30,38
29;4,7,19,26,38,51
30;4,19,26,30
31;7,19,20,26,30
32;4,20,30,51
33;4,19,26,30,51
34;19,20,26,30,51
35;4,20,30,51
36;7,19,26,48
37;4,7,19,20,26,51
38;38
39;4,19,26,30,51
40;38,51
41;4,19,26,48
42;4,7,19,35
43;4,7,19,26,38,51
44;4,19,51
45;19,48,51
46;4,19,20,26,38,51
47;4,7,48
48;4,19,35
49;4,19,26,30,51
50;4,7,19,20,26,30
51;4,7,19,20,26,30
52;48,51
53;4,7,48
54;48,51
55;19,20,26,48
56;4,19,26,30,51
57;4,7,19,30
58;19,20,26,48
59;7,19,26,48
60;4,7,20,38,51
61;4,7,26,30,51
62;4,19,20,26,38,51
63;4,7,19,20,26,30
64;4,7,26,48
65;19,48,51
66;19,48,51
67;4,20,26,35
68;4,19,48
69;7,20,26,48
70;4,19,20,26,30
71;7,30,38
72;4,7,19,20,26,30
73;4,7,19,20,26,30
74;4,26,30,51
75;7,20,26,30,51
