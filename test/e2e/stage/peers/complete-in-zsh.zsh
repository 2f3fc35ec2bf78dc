# Types a line and a tab into an interactive zsh that has loaded a completion script, and prints what zsh shows.
# Usage: zsh -f complete-in-zsh.zsh <script> <line>
zmodload zsh/zpty
zpty shell zsh -f -i
# No prompt and no question before a long menu. Control-X prints the line as it is now.
zpty -w shell 'PS1= RPS1= LISTMAX=0; unset zle_bracketed_paste; autoload -Uz compinit && compinit -u -D'
zpty -w shell "source ${(q)1}"
zpty -w shell 'shown() { print -r -- "<typed>$BUFFER</typed>"; zle .send-break }; zle -N shown; bindkey "^X" shown; print -r -- re""ady'
zpty -r -m shell ready '*ready*'
zpty -w -n shell "$2"$'\t'
zpty -w -n shell $'\x18'
zpty -r -m shell shown '*</typed>*'
print -r -- "$shown"
zpty -d shell
