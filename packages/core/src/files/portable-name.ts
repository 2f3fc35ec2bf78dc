/** The devices of Windows. With any ending they are still devices: `nul.txt` is not a file. */
const device = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?=$| *\.)/i;
/** Characters that no name in Windows contains, and a dot or a blank at its end, which Windows drops. */
// oxlint-disable-next-line no-control-regex -- a file name must not contain them
const impossible = /[<>:"/\\|?*\u0000-\u001f\u007f]|[. ]+$/g;

/**
 * Returns the name of a file as every system can store it: reports are read on other machines than the one that wrote
 * them, and an archive with such a name cannot be unpacked on Windows.
 *
 * @example portableName("aux.log") // "_aux.log"
 */
export function portableName(name: string): string {
  return name.replaceAll(impossible, (signs) => "_".repeat(signs.length)).replace(device, "_$&");
}
