// Telegram's formatted text as elements. Only the tags below, no attribute but the address of a link.

const PLAIN = { B: "b", I: "i", U: "u", S: "s", CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote" };
const LINKS = /^(https?:|mailto:|tel:)/i;

function spoiler(children) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "spoiler";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", "hidden words, show them");
  button.append(...children);
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", "true");
    button.removeAttribute("aria-label");
  });
  return button;
}

function link(source, children) {
  const address = source.getAttribute("href") ?? "";
  if (!LINKS.test(address)) return children;
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.append(...children);
  return [anchor];
}

function rebuilt(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const children = [...node.childNodes].flatMap(rebuilt);
  if (node.tagName === "A") return link(node, children);
  if (node.tagName === "TG-SPOILER") return [spoiler(children)];
  if (!(node.tagName in PLAIN)) return children;
  const element = document.createElement(PLAIN[node.tagName]);
  element.append(...children);
  return [element];
}

// The nodes of a message; the HTML is parsed where no script runs and no picture loads, and never put into the page.
export function formatted(html) {
  const inert = new DOMParser().parseFromString(html, "text/html");
  return [...inert.body.childNodes].flatMap(rebuilt);
}
