/** The file changed after its length was announced. */
export class FileChangedError extends Error {
  override readonly name = "FileChangedError";
}
