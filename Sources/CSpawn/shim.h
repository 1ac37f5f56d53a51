#include <spawn.h>

#ifdef __GLIBC__
/* Since glibc 2.34; its header declares it only for programs in C that ask for it. */
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
#endif
