import Testing

@Suite struct HelpTests {
  static let commands = [
    "", "study", "profile", "features", "presets", "simulate", "simulate shop",
    "simulate customers", "train", "train logistic", "train tree", "train tiers", "show",
    "evaluate", "compare", "score",
    "playbook", "playbook check", "playbook default", "drift", "models", "export", "seal",
  ]

  @Test(arguments: ["--version"])
  func versionIsOneLine(_ option: String) throws {
    let run = try Folder().run(option)
    run.expect(0)
    #expect(run.output.contains(/^\d+\.\d+\.\d+\n$/))
  }

  @Test(arguments: commands)
  func helpOpensWithExamplesThatParse(_ command: String) throws {
    let folder = try Folder()
    let run = try folder.run(["help"] + command.split(separator: " ").map(String.init))
    run.expect(0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let title = try #require(lines.firstIndex { $0.trimmed == "EXAMPLES" })
    #expect(title < (lines.firstIndex { $0.hasPrefix("USAGE") } ?? 0))
    let examples = lines[(title + 1)...].prefix { !$0.isEmpty }.map(\.trimmed)
    #expect(!examples.isEmpty)
    for example in examples {
      // There is no input in the folder: what parses gets as far as that, or needs none.
      let status = try folder.shell(example).status
      let needsNone = ["--catalogue", "presets", "simulate", "playbook"].contains {
        example.contains($0)
      }
      #expect(status == 66 || needsNone && status == 0, "\(example): \(status)")
    }
  }

  @Test(arguments: commands)
  func helpOptionAndHelpCommandSayTheSame(_ command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let folder = try Folder()
    let option = try folder.run(words + ["--help"])
    option.expect(0)
    #expect(option.output == (try folder.run(["help"] + words)).output)
  }

  @Test(arguments: [("bash", "complete"), ("zsh", "#compdef churn"), ("fish", "complete -c")])
  func completionScripts(_ shell: String, _ part: String) throws {
    let folder = try Folder()
    let run = try folder.run("--generate-completion-script", shell)
    run.expect(0)
    #expect(run.output.contains(part))
    #expect(run.output.contains("logistic") && run.output.contains("as-of"))
  }

  @Test func theBashScriptIsValid() throws {
    let run = try Folder().shell("churn --generate-completion-script bash > c && bash -n c")
    run.expect(0)
  }

  @Test(arguments: [
    ["--nonsense"], ["nonsense"], ["train", "forest", "x.csv"], ["train", "tree"],
    ["score"], ["score", "a.json"], ["score", "a.json", "c.csv", "--format", "xml"],
    ["score", "a.json", "c.csv", "--bands", "0.8,0.2"],
    ["score", "a.json", "c.csv", "--reasons", "99"],
    ["study", "o.csv", "--horizon", "91", "-o", "out"],
    ["study", "o.csv", "--as-of", "1998-03-31", "-o", "out"],
    ["study", "o.csv", "--as-of", "1998-02-30", "--horizon", "91", "-o", "out"],
    ["study", "o.csv", "--as-of", "1998-03-31", "--horizon", "0", "-o", "out"],
    ["features", "o.csv"], ["features", "o.csv", "--as-of", "yesterday"],
    ["simulate", "shop", "--lines", "5", "--customers", "5"],
    ["simulate", "shop", "--lines", "5", "--running"], ["simulate", "shop", "--lines", "0"],
    ["simulate", "customers", "--rows", "0"], ["simulate", "customers", "--seed", "-1"],
    ["features", "o.csv", "--as-of", "1998-01-01", "--gap", "3"],
    ["features", "o.csv", "--as-of", "1998-01-01", "--horizon", "-5"],
    ["features", "o.csv", "--as-of", "1998-01-01", "--delimiter", "ab"],
    ["features", "o.csv", "--as-of", "1998-01-01", "--encoding", "latin-17"],
    ["train", "tree", "c.csv", "--threads", "0"], ["train", "tree", "c.csv", "--seed", "-1"],
    ["train", "tree", "c.csv", "--holdout", "1"], ["train", "tree", "c.csv", "--max-depth", "31"],
    ["train", "tree", "c.csv", "--cv", "0", "--prune", "1se"],
    ["train", "tree", "c.csv", "--features", "a", "--exclude", "b"],
    ["train", "tree", "c.csv", "--prior", "0.5,0.6"], ["train", "tree", "c.csv", "--prior", "1"],
    ["train", "tree", "c.csv", "--loss", "fp=0,fn=1"], ["train", "tree", "c.csv", "--loss", "x=2"],
    ["train", "tree", "c.csv", "--loss", "fp=1,fp=2"],
    ["train", "tree", "c.csv", "--monotone", "age"],
    ["train", "tree", "c.csv", "--monotone", "age:+,age:-"],
    ["train", "tree", "c.csv", "--missing", "direction", "--surrogates", "3"],
    ["train", "tree", "c.csv", "--cv", "0", "--cv-repeats", "3"],
    ["train", "tree", "c.csv", "--cv", "5", "--fold-column", "f"],
    ["train", "tree", "c.csv", "--task", "regression", "--criterion", "gini"],
    ["train", "tree", "c.csv", "--growth", "fast"],
    ["train", "tree", "c.csv", "--placebo", "-1"], ["train", "tree", "c.csv", "--placebo", "1001"],
    ["study", "o.csv", "--as-of", "1998-03-31", "--horizon", "9", "-o", "out", "--placebo", "1.5"],
    ["train", "logistic", "c.csv", "--missing", "surrogate"],
    ["train", "logistic", "c.csv", "--confidence", "1"],
    ["train", "logistic", "c.csv", "--reference", "plan"],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    let run = try Folder().run(arguments)
    run.expect(64)
    #expect(!run.talk.isEmpty && run.output.isEmpty)
  }
}

extension String {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
