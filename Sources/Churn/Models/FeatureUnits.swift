/// Units of the columns that `churn features` makes.
enum FeatureUnits {
  static func unit(of column: String) -> String? {
    FeatureCatalogue.definitions.first { $0.name == column }?.unit
  }
}
