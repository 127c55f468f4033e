/* pg_server: a PostgreSQL of our own for a test program: Debian's package, in a folder of its own,
 * on a Unix socket only. Root starts it as the user postgres, because it refuses to run as root. It
 * ends with the program.
 */
#ifndef DORPEL_PG_SERVER_H
#define DORPEL_PG_SERVER_H

void pg_server_start(void); /* fails the test program when it cannot */
void pg_server_stop(void);  /* removes the folder */
void pg_server_crash(void); /* as if it were killed; pg_server_again starts it on the same files */
void pg_server_again(void);
/* A fresh, empty database; its URL, valid until the next call. */
const char *pg_server_database(void);

#endif
