import ArgumentParser
import Churn
import Modeling

struct TrainTreeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree",
    abstract: "Grow a decision tree (CART) and prune it by cross-validation.",
    discussion: """
      EXAMPLES
        churn train tree customers.csv --target churned -o b.json
        churn train tree customers.csv --cp 0.001 --min-leaf 50 --prune min -o b.json
        churn train tree customers.csv --prior 0.5,0.5 --criterion entropy -o b.json
        churn train tree customers.csv --loss fp=1,fn=5 --missing direction -o b.json
        churn train tree customers.csv --holdout 0.3 --placebo 20 -o b.json
        churn train tree customers.csv --monotone recency_days:+,orders:- -o b.json
        churn train tree customers.csv --task regression --target amount -o c.json
      """)

  @OptionGroup var training: TrainingOptions
  @OptionGroup var tree: TreeOptions

  func run() throws {
    try Training(training).run(.tree(tree.method), foldColumn: tree.foldColumn)
  }
}
