//! The methods that every object with properties has.

/// Hands the methods of `IMAPIProp` to another macro, after what is given.
macro_rules! prop_methods {
    ($then:ident! $($head:tt)*) => {
        $then! {
            $($head)*
            get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
            save_changes(flags: SaveChangesFlags) -> ();
            get_props(tags: Option<&[PropTag]>, flags: GetPropsFlags) -> Warned<Vec<PropValue>>;
            get_prop_list(flags: GetPropListFlags) -> Vec<PropTag>;
            open_property(request: &OpenPropertyRequest) -> MapiObject => object;
            set_props(values: &[PropValue]) -> Vec<PropProblem>;
            delete_props(tags: &[PropTag]) -> Vec<PropProblem>;
            copy_to(request: &CopyToRequest<'_> => copy_to) -> Vec<PropProblem>;
            copy_props(request: &CopyPropsRequest<'_> => copy_props) -> Vec<PropProblem>;
            get_names_from_ids(tags: Option<&[PropTag]>, set: Option<MapiUid>, flags: NamesFlags) -> Warned<NamesFromIds>;
            get_ids_from_names(names: Option<&[NamedProp]>, flags: IdsFlags) -> Warned<Vec<PropTag>>;
        }
    };
}
