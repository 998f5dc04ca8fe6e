import Mustache

/// The skeleton of a page as a template (https://mustache.github.io/mustache.5.html): `{{text}}` is
/// escaped, `{{{markup}}}` is markup already. Tables and charts are written by their own types.
struct PageTemplate {
  struct Entry {
    let number: Int
    let heading: String
    let blocks: String
  }

  struct Contents {
    let label: String
    let entries: [Entry]
  }

  let language: String
  let title: String
  let style: String
  let lead: String
  /// None or one.
  let contents: [Contents]
  let sections: [Entry]
  /// None or one.
  let footer: [String]

  func html() -> String { Self.template?.render(self) ?? "" }

  /// Never nil: the text is a constant, and every test of a page would fail if it did not parse.
  private static let template: MustacheTemplate? = {
    MustacheContentTypes.register(EscapedMarkup(), named: "MARKUP")
    return try? MustacheTemplate(string: text)
  }()

  private static let text = """
    {{% CONTENT_TYPE:MARKUP}}
    <!DOCTYPE html>
    <html lang="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>{{title}}</title>
    <style>
    {{{style}}}</style>
    </head>
    <body>
    <main>
    <h1>{{title}}</h1>
    {{{lead}}}{{#contents}}<nav aria-label="{{label}}">
    <ul>
    {{#entries}}
    <li><a href="#section-{{number}}">{{heading}}</a></li>
    {{/entries}}
    </ul>
    </nav>
    {{/contents}}
    {{#sections}}
    <section>
    <h2 id="section-{{number}}">{{heading}}</h2>
    {{{blocks}}}</section>
    {{/sections}}
    {{#footer}}
    <footer>
    <p>{{.}}</p>
    </footer>
    {{/footer}}
    </main>
    </body>
    </html>

    """
}

/// Mustache's own escaping works on characters, so a quotation mark with a combining accent, which
/// is one character, would pass it and end an attribute.
private struct EscapedMarkup: MustacheContentType {
  func escapeText(_ text: String) -> String { Markup.escaped(text) }
}
