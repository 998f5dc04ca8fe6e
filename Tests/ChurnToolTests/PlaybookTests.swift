import Testing

@Suite struct PlaybookTests {
  @Test(arguments: ["en", "zh"])
  func theDefaultIsAFileThatChecks(_ language: String) throws {
    let folder = try Folder()
    let run = try folder.shell(
      "churn playbook default --language \(language) > p.yaml && churn playbook check p.yaml")
    run.expect(0)
    #expect(run.line(0).hasPrefix("stage"))
    #expect(run.output.contains("stages by recency_days: active 0–26, silent 27–133"))
    #expect(!run.talk.contains("warning"))
    #expect(run.talk.contains("customers are chosen by probability"))
  }

  @Test func jsonIsOneDocument() throws {
    let folder = try Folder()
    let run = try folder.shell("churn playbook default | churn playbook check - --json -q")
    run.expect(0)
    #expect(run.output.hasPrefix("{") && run.output.contains("\"segments\"") && run.talk.isEmpty)
  }

  @Test func warningsAreNoFailure() throws {
    let folder = try Folder()
    try folder.write(
      "p.yaml",
      """
      playbook: 1
      rules:
        - when: {stage: [active, silent]}
          action: Care contact
          channel: e-mail
        - when: {stage: active}
          action: none
      """)
    let run = try folder.run("playbook", "check", "p.yaml")
    run.expect(0)
    #expect(run.talk.contains("line 6: the rule is never reached"))
    #expect(run.talk.contains("54 of 90 combinations have no rule"))
  }

  @Test(arguments: [
    ("playbook: 1\nrules:\n  - when: {stage: asleep}\n    action: none\n", "line 3", "asleep"),
    ("playbook: 1\na: &x [1]\nb: *x\n", "line 3", "alias"),
    ("{", "line", "YAML"),
  ])
  func aWrongFileIsNamed(_ text: String, _ line: String, _ part: String) throws {
    let folder = try Folder()
    try folder.write("p.yaml", text)
    let run = try folder.run("playbook", "check", "p.yaml")
    run.expect(65)
    #expect(run.output.isEmpty && run.talk.hasPrefix("churn: p.yaml, "))
    #expect(run.talk.contains(line) && run.talk.contains(part))
  }
}
