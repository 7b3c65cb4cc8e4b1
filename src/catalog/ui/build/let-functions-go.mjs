import { parseAst } from 'vite';

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression']);

/**
 * V8 makes a function that is written `object.property = () => …` among the old objects, where it counts as alive,
 * with all it sees, until the whole heap is looked through. The router makes two dozen such for each page the
 * server draws, and all answers the page was drawn from hang on it. Behind a comma they are functions like any other.
 */
export const letFunctionsGo = () => ({
  name: 'let-functions-go',
  // Sooner, the comma would be taken for one that does nothing.
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk') chunk.code = young(chunk.code);
  },
});

function young(code) {
  let at = 0;
  let text = '';
  for (const { place, sign } of signs(givenToProperties(parseAst(code)))) {
    text += code.slice(at, place) + sign;
    at = place;
  }
  return text + code.slice(at);
}

/** In the order of the text: functions stand in functions. */
const signs = (functions) =>
  functions
    .flatMap(({ start, end }) => [
      { place: start, sign: '(0, ' },
      { place: end, sign: ')' },
    ])
    .sort((a, b) => a.place - b.place);

function givenToProperties(node, found = []) {
  if (node === null || typeof node !== 'object') return found;
  if (
    node.type === 'AssignmentExpression' &&
    node.left.type === 'MemberExpression' &&
    FUNCTIONS.has(node.right.type)
  )
    found.push(node.right);
  for (const child of Object.values(node)) givenToProperties(child, found);
  return found;
}
