import { type Fields, fields, list, text } from '../untrusted.ts';
import { severityLevel } from './severityLevel.ts';

/**
 * The columns of table `exceptions`: the first of the chain is the outer one, the last the innermost; `method` and
 * `assembly` are those of the topmost frame, where an SDK sends frames.
 */
export function exceptionColumns(base: Fields): Fields {
  const details = outerFirst(list(base.exceptions).map(fields));
  const outer = details[0] ?? {};
  const inner = details.at(-1) ?? {};
  const outerFrame = topFrame(outer);
  const innerFrame = topFrame(inner);
  const type = text(outer.typeName);
  const method = text(innerFrame.method);
  return {
    type,
    method,
    assembly: text(innerFrame.assembly),
    outerType: type,
    outerMessage: text(outer.message),
    outerMethod: text(outerFrame.method),
    outerAssembly: text(outerFrame.assembly),
    innermostType: text(inner.typeName),
    innermostMessage: text(inner.message),
    innermostMethod: method,
    innermostAssembly: text(innerFrame.assembly),
    handledAt: text(base.handledAt),
    problemId: text(base.problemId) ?? (type && method ? `${type} at ${method}` : undefined),
    severityLevel: severityLevel(base.severityLevel),
    details: JSON.stringify(details),
  };
}

function topFrame(details: Fields): Fields {
  return fields(list(details.parsedStack)[0]);
}

/** Some SDKs list the innermost first: `outerId` names the one around. Without such names the order is the sender's. */
function outerFirst(details: readonly Fields[]): readonly Fields[] {
  const idOf = (each: Fields) => text(each.id);
  const known = new Set(details.map(idOf));
  const [first] = details;
  const isInner =
    first?.outerId !== undefined && first.outerId !== first.id && known.has(text(first.outerId));
  return isInner ? details.toReversed() : details;
}
