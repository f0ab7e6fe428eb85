import { describe, expect, test } from 'vitest';
import { Roster } from './roster.ts';

interface Member {
  readonly name: string;
  slot: number;
}

function filled(...names: string[]): { roster: Roster<Member>; members: Member[] } {
  const roster = new Roster<Member>();
  const members = names.map((name) => ({ name, slot: -1 }));
  for (const member of members) roster.add(member);
  return { roster, members };
}

function namesOn(roster: Roster<Member>): string[] {
  return [...roster].map(({ name }) => name).sort();
}

describe('Roster', () => {
  test.each([
    { name: 'the first', leaving: 0, left: ['b', 'c'] },
    { name: 'the middle one', leaving: 1, left: ['a', 'c'] },
    { name: 'the last', leaving: 2, left: ['a', 'b'] },
  ])('keeps the others when $name leaves', ({ leaving, left }) => {
    const { roster, members } = filled('a', 'b', 'c');
    const member = members[leaving];
    if (member !== undefined) roster.delete(member);
    expect(namesOn(roster)).toEqual(left);
    expect(roster.size).toBe(2);
    expect(member?.slot).toBe(-1);
  });

  test('is empty when all have left in any order', () => {
    const { roster, members } = filled('a', 'b', 'c', 'd');
    for (const at of [1, 3, 0, 2]) {
      const member = members[at];
      if (member !== undefined) roster.delete(member);
    }
    expect(roster.size).toBe(0);
  });

  test('does nothing when a member leaves twice, or was never on it', () => {
    const { roster, members } = filled('a', 'b');
    const [first] = members;
    if (first !== undefined) {
      roster.delete(first);
      roster.delete(first);
    }
    roster.delete({ name: 'stranger', slot: 0 });
    expect(namesOn(roster)).toEqual(['b']);
  });

  test('walks over those that were on it at the start, though they leave meanwhile', () => {
    const { roster } = filled('a', 'b', 'c');
    const seen: string[] = [];
    for (const member of roster) {
      seen.push(member.name);
      roster.delete(member);
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(roster.size).toBe(0);
  });
});
