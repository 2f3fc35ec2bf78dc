import type { CleanText, OwnWord } from "../words/service-text.ts";

type Text = CleanText | OwnWord;

/** The values that we write where CTRF leaves them to each tool. */
export type Extra = Readonly<Record<string, ExtraValue>>;

type ExtraValue = Text | number | boolean | readonly ExtraValue[] | { readonly [name: string]: ExtraValue };

/**
 * A type of CTRF with clean texts. Words that CTRF itself defines stay as they are.
 * @example const test: CleanTexts<Test> = { name: serviceLine(name), status: "passed", duration: 0 };
 */
export type CleanTexts<Type> = unknown extends Type
  ? ExtraValue
  : Type extends string
    ? string extends Type
      ? Text
      : Type
    : Type extends readonly (infer Item)[]
      ? readonly CleanTexts<Item>[]
      : Type extends object
        ? { readonly [Name in keyof Type]: CleanTexts<Type[Name]> }
        : Type;
