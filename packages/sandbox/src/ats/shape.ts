/** One element of a message: its name and its content, in this order. */
export interface ElementShape {
  readonly name: string;
  readonly optional: boolean;
  readonly repeated: boolean;
  /** The value if the element is left out. */
  readonly default?: string;
  readonly content: "string" | "boolean" | "int" | readonly ElementShape[];
}

/** One of the three services, as the WSDL describes it. */
export interface ServiceShape {
  /** The path at which it is served, such as `/ws/RunJob`. */
  readonly path: string;
  /** The elements in the SOAP header, in the request's body and in the answer's: all in the target namespace. */
  readonly header: ElementShape;
  readonly input: ElementShape;
  readonly output: ElementShape;
}
