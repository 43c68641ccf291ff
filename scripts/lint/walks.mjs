/** What `no-restricted-syntax` refuses in walks of a tree: a `default:` by which the compiler names no place where a kind is added. */

const decided = "/^(kind|operator|method)$/";
const asked = [
  `[discriminant.name=${decided}]`,
  `[discriminant.property.name=${decided}]`,
  `[discriminant.expression.property.name=${decided}]`,
];

export const noDefaultInWalks = {
  selector: `SwitchStatement:matches(${asked.join(", ")}) > SwitchCase[test=null]`,
  message: "List every case, so that the compiler names this place where one is added.",
};
