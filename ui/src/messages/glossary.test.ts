import { expect, test } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { AVOIDED, GLOSSARY } from './glossary.ts';
import { flattened } from './texts.ts';

/** What is filled in is no word of the text. */
const plain = (text: string): string => text.replace(/\{\w+\}/g, '…');

test('both languages have one word for one thing', () => {
  const german = flattened(de);
  const wrong: string[] = [];
  for (const [name, text] of flattened(en))
    for (const [word, counterpart] of GLOSSARY) {
      const translated = plain(german.get(name)!);
      if (word.test(plain(text)) && !counterpart.test(translated)) wrong.push(`${name}: ${text} / ${translated} (${counterpart.source})`);
    }
  expect(wrong).toEqual([]);
});

test('no text says what a trader reads as something else', () => {
  for (const texts of [flattened(en), flattened(de)])
    for (const [name, text] of texts) expect([name, AVOIDED.filter((word) => word.test(text))]).toEqual([name, []]);
});
