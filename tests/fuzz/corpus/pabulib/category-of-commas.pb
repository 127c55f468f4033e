META
key;value
d26
num_projects;3
num_votes;2
budget;100
vote_type;approval
rule;unk'own
date_begin;01.$03.2026
date_end;31.03.2026
max_sum_cost;100
categories;Groen, Sport
budget_per_category;60,39.5
currency;EUR
language;nl
experimental;1
comment;zo maar
PROJECTS
project_id;cost;name;category;selected
a;31;Ba;;;;;;nk;"Boom""Groen;1
b;50;Boom;"Jeugd,Sport";0
c;999999999;Weg;,;3
VOTES
voter_id;vote
1;a
2;a,b"2";'own
date_begin;01.03.2026
date_e2";" a;1 , b""c "
