import Testing

@Suite struct TiersTests {
  private func trained() throws -> Folder {
    let folder = try Folder()
    try folder.write("orders.csv", orders(600))
    let run = try folder.run(
      "train", "tiers", "orders.csv", "--horizon", "60", "--burn-in", "0", "-o", "tiers.json")
    run.expect(0)
    #expect(run.output.contains("first orders; came back: bought again within 60 days"))
    return folder
  }

  @Test func theModelIsShownAndScores() throws {
    let folder = try trained()
    try folder.run("show", "tiers.json").expect(0)
    #expect(try folder.run("show", "tiers.json", "--json").output.contains("\"training_rate\""))
    try folder.run("features", "orders.csv", "--as-of", "1997-09-30", "-o", "customers.csv")
      .expect(0)
    let scored = try folder.run("score", "tiers.json", "customers.csv", "--reasons", "0")
    scored.expect(0, "tiers: ")
    #expect(scored.line(0) == "customer_id,prediction,route,tier")
    try folder.run("score", "tiers.json", "customers.csv", "--tiers", "tiers.json")
      .expect(64, "tiers of its own")
  }

  @Test func jsonIsOneDocument() throws {
    let folder = try trained()
    let run = try folder.run(
      "train", "tiers", "orders.csv", "--horizon", "60", "--burn-in", "0", "--json")
    run.expect(0)
    #expect(run.output.hasPrefix("{") && run.output.contains("\"judged_by\": \"out_of_fold\""))
  }

  @Test(arguments: [
    (["--horizon", "60", "--names", "a,b,c,d,e,f"], 64, "1 tier: give as many names"),
    (["--horizon", "60", "--features", "amount"], 64, "first_amount and first_channel"),
    (["--horizon", "60", "--features", "first_channel"], 65, "channel=HEADER"),
    (["--horizon", "360"], 65, "nothing to tell tiers apart by"),
    (["--horizon", "365"], 65, "a shorter --horizon"),
    (["--horizon", "0"], 64, "--horizon"), (["--horizon", "60", "--cv", "1"], 64, "--cv"),
    (["--horizon", "60", "--json", "-o", "-"], 64, "standard output"),
  ])
  func whatCannotBeDone(options: [String], status: Int32, says: String) throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders(600))
    try folder.run(["train", "tiers", "orders.csv", "--burn-in", "0"] + options)
      .expect(status, says)
  }
}
