/** What a call was asked, as lines of `toldBy`. */
export const asked = [
  '    system: You help people pack.',
  '    user: What camping supplies do I need?',
];
/** And answered. */
export const answered = [...asked, '    assistant: Pack a tent.'];
const tool = '    tool weather: The weather of a place.';
/** Answered by the call of a tool. */
export const calledTool = [...asked, '    assistant: weather({"place":"Inari"})', tool];
/** And after what the tool gave. */
export const usedTool = [
  ...asked,
  '    assistant: weather({"place":"Inari"}) gives It rains.',
  '    assistant: Pack a tent.',
  tool,
];
/** The model that answers. */
export const by = 'answered by gpt-4o-2024-11-20';
/** Tokens of a call, as far as most SDKs tell them. */
export const cached = '1000 in 200 out 400 cached';
/** All that the model tells. */
export const all = `${cached} 50 reasoning`;
/** The least that is told. */
export const counted = '1000 in 200 out';
/** Rows by their names, of the app that sends them. */
export const spans = (...names: readonly string[]) =>
  names.map((name) => ({ name, cloud_RoleName: 'store', cloud_RoleInstance: 'one' }));
/** A name as often as its rows. */
export const times = (many: number, name: string): readonly string[] => Array(many).fill(name);
