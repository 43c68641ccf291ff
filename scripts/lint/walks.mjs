// What linters refuse in walks of a tree: a `default:` by which the compiler names no place where a kind is added.

const decidedBy = new Set(["kind", "operator", "method"]);

/** @typedef {Parameters<NonNullable<import("eslint").Rule.NodeListener["SwitchStatement"]>>[0]["discriminant"]} Asked */

/**
 * What a switch asks: `kind` of `switch (kind)`, `switch (node.kind)`, `switch (node?.kind)`.
 * @param {Asked | Extract<Asked, { type: "MemberExpression" }>["property"]} asked
 * @returns {string | null}
 */
function nameOf(asked) {
  if (asked.type === "ChainExpression") return nameOf(asked.expression);
  if (asked.type === "MemberExpression") return nameOf(asked.property);
  return asked.type === "Identifier" ? asked.name : null;
}

/** @type {import("eslint").Rule.RuleModule} */
const listKinds = {
  meta: { type: "problem", schema: [] },
  create: (context) => ({
    SwitchStatement({ discriminant, cases }) {
      const last = cases.find(({ test }) => !test);
      if (!last || !decidedBy.has(nameOf(discriminant) ?? "")) return;
      const message = "List every case, so that the compiler names this place where one is added.";
      context.report({ node: last, message });
    },
  }),
};

export default { meta: { name: "walks" }, rules: { "list-kinds": listKinds } };
