import { expect, it } from 'vitest';
import { errorLines } from '../test-support.ts';

it.each([
  [
    'a tab',
    'proxy:\n\tlisten: {}\n',
    'f:2:1: got a tab, expected spaces as indentation. Fix: replace the tab by spaces',
  ],
  [
    'indentation that fits nothing',
    'proxy:\n    listen: {}\n  admin: false\n',
    'f:3:1: got a line that is indented unlike its neighbours, ' +
      'expected the same indentation for all the entries of one block. Fix: align it with the entries above',
  ],
  [
    'an open bracket',
    'proxy: {listen: {}\n',
    'f:2:1: got a bracket that is not closed, or closed too far to the left, ' +
      'expected each "[" and "{" with its closing bracket. Fix: close the bracket, and indent it like the lines inside',
  ],
  [
    'an open quote',
    'proxy:\n  via: "abc\n  healthPath: false\n',
    'f:2:8: got a quote that is never closed, expected a quote at the end of the value too. ' +
      'Fix: close it, or write it twice if it belongs to the value and single quotes surround it',
  ],
  [
    'anything else in the words of the parser',
    'proxy: [a]b\n',
    'f:1:11: got text that is no YAML here, expected valid YAML (unexpected scalar at node end). ' +
      'Fix: correct the line, or put the value in quotes',
  ],
  [
    'two colons',
    'proxy:\n  via: a: b\n',
    'f:2:8: got a second ":" on the line, expected one key and one value. ' +
      'Fix: put the value in quotes, or write the nested key on a line of its own',
  ],
  [
    'a reserved character',
    'proxy:\n  via: @x\n',
    'f:2:8: got a value that begins with "@" or "`", expected quotes around such a value. ' +
      'Fix: put the value in quotes',
  ],
  [
    'an unknown escape',
    'proxy:\n  via: "\\q"\n',
    'f:2:9: got an unknown escape after "\\", expected an escape of YAML such as \\n. ' +
      "Fix: use single quotes: 'in these a backslash is itself'",
  ],
  [
    'a tag',
    'proxy: !secret x\n',
    'f:1:8: got a tag, expected plain values. Fix: remove the "!..." before the value, or put the value in quotes',
  ],
  [
    'a key that is no word',
    'proxy:\n  ? [a]\n  : 1\n',
    'f:2:5: got a key that is no plain word, expected a word as the key. ' +
      'Fix: write the name of the field as the key; a value that begins with "{" or "[" belongs in quotes',
  ],
])('explains %s', (_name, text, line) => {
  expect(errorLines(text)[0]).toBe(line);
});
