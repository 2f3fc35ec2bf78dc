export { bashCompletion } from "./bash.ts";
export { completionWords } from "./completion-words.ts";
export { fishCompletion } from "./fish.ts";
export { zshCompletion } from "./zsh.ts";
