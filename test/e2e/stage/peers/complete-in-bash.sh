# Prints what bash would offer for the last word of a line, one word on each line.
# Usage: bash complete-in-bash.sh <script> <word>...
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_remotest 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
