// @ts-check
/** The settings of a Dovecot that serves one mailbox on the loopback address, keeps all it writes in one folder, and is no root. */

import { LOOPBACK } from '../../../scripts/host/ports.mjs';

/**
 * @typedef {{ folder: string, port: number, user: string, group: string, uid: number, gid: number }} Setting `user`, `group`:
 *   whose processes they are, with their numbers
 */

/**
 * @param {string} version e.g. `2.3.19.1`
 * @param {Setting} setting
 * @returns {string} a configuration file
 */
export function settingsFor(version, setting) {
	return version.startsWith('2.3.') ? `${OF_2_3(setting)}${common(setting)}` : `${OF_2_4(setting)}${common(setting)}`;
}

/** @param {Setting} setting */
const OF_2_3 = ({ folder, uid, gid }) => `
disable_plaintext_auth = no
mail_location = maildir:${folder}/Maildir
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}
}
`;

/**
 * Its settings have other names, and a file says for which version it was written.
 *
 * @param {Setting} setting
 */
const OF_2_4 = ({ folder, uid, gid }) => `
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ${folder}/Maildir
passdb passwd-file {
  passwd_file_path = ${folder}/users
}
userdb static {
  fields {
    uid = ${uid}
    gid = ${gid}
    home = ${folder}
  }
}
`;

/** @param {Setting} setting */
const common = ({ folder, port, user, group }) => `
protocols = imap
listen = ${LOOPBACK}
ssl = no
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
default_login_user = ${user}
default_internal_user = ${user}
default_internal_group = ${group}
first_valid_uid = 0
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
