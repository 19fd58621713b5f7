# Puts the lines NAME=value of UPSIDE_SECRETS into the environment of the shell that reads this file (`. .github/upside/secrets.sh`), and
# the key of UPSIDE_SSH_KEY where ssh looks for one. GitHub hides a secret as a whole; this has it hide each value too.
# shellcheck shell=bash

number=0
while IFS= read -r line || [ -n "$line" ]; do
  number=$((number + 1))
  line=${line%$'\r'}
  if [ -z "$line" ] || [ "${line:0:1}" = "#" ]; then continue; fi
  name=${line%%=*}
  value=${line#*=}
  if [ "$name" = "$line" ] || [[ ! $name =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]]; then
    echo "::error::Line $number of the secret UPSIDE_SECRETS is not NAME=value."
    exit 2
  fi
  if [ -n "$value" ]; then echo "::add-mask::$value"; fi
  export "$name=$value"
done <<< "${UPSIDE_SECRETS-}"

if [ -n "${UPSIDE_SSH_KEY-}" ]; then
  (umask 077 && mkdir -p "$HOME/.ssh")
  (umask 077 && printf '%s\n' "$UPSIDE_SSH_KEY" > "$HOME/.ssh/id_ed25519") # ssh looks there, whatever kind of key it is
  printf '%s\n' "${UPSIDE_SSH_KNOWN_HOSTS-}" >> "$HOME/.ssh/known_hosts"
fi
unset UPSIDE_SECRETS UPSIDE_SSH_KEY line name value number
