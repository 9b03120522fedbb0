#!/bin/sh
# Makes the folder of a Debian the root of a command: enter.sh ROOT RUN COMMAND...
# Started by `unshare --mount`: the mounts are seen by this command alone and are gone with it, however it ends.
# The folder of this script is seen as /recipe.
# RUN: a folder of this run, seen as /srv, with everything else read-only; - for an installation, which may write.
set -eu
root=$1
run=$2
shift 2

mount --bind "$root" "$root"
mount --bind "$(dirname "$0")" "$root/recipe"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
if [ "$run" != - ]; then
	mount -t tmpfs tmpfs "$root/tmp"
	mount -t tmpfs tmpfs "$root/run"
	mount --bind "$run" "$root/srv"
	mount -o remount,bind,ro "$root"
fi

# Odoo reads the time zone of its environment with tables that may lack it.
unset TZ
export HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
cd "$root"
exec chroot "$root" "$@"
