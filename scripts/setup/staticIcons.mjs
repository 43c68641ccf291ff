/** Where a package's icon says what it is made of. */
const ICON_FILE = /@lucide\/svelte\/dist\/icons\/[^/]+\.svelte$/;
const ICON_DATA = /const iconData = (\{.*\});/;
/**
 * Draws the icons of Lucide from markup that stands still. The package's own component puts each of them together from
 * lists of attributes when it is drawn, which took a tenth of the time that the table of runs does.
 * @type {import("vite").Plugin}
 */
export const staticIcons = {
  name: "static-icons",
  enforce: "pre",
  transform: (code, id) => {
    if (!ICON_FILE.test(id)) return null;
    const data = ICON_DATA.exec(code)?.[1];
    if (data === undefined) throw new Error(`${id} does not say what the icon is made of.`);
    return { code: iconComponent(/** @type {IconData} */ (JSON.parse(data))), map: null };
  },
};

/** @typedef {{ size: number, node: [tag: string, attributes: Record<string, string | number>][] }} IconData */

/**
 * A component that takes those of Lucide's properties that the window uses.
 * @param {IconData} icon
 */
function iconComponent({ size, node }) {
  const parts = node.map(([tag, attributes]) => `<${tag} ${markupOf(attributes)} />`).join("");
  return `<script>
  const { size = ${size}, strokeWidth = 2, "aria-hidden": hidden, "aria-label": label } = $props();
</script>
<svg xmlns="http://www.w3.org/2000/svg" width={size} height={size} viewBox="0 0 ${size} ${size}" fill="none" stroke="currentColor"
  stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" aria-hidden={hidden} aria-label={label}>${parts}</svg>
`;
}

/** @param {Record<string, string | number>} attributes */
function markupOf(attributes) {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ");
}
